/** Serverless hosts without Node name the edge variant here: see lib/server/edge-host/README.md. */
export {
  answerCall as DELETE,
  answerCall as GET,
  answerCall as HEAD,
  answerCall as OPTIONS,
  answerCall as PATCH,
  answerCall as POST,
  answerCall as PUT,
} from "@/lib/server/next-host/answer-call";
