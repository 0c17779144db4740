import { connect, type Socket } from "node:net";
import { type AnswerFrame, BadFrame, type CallFrame, createFrameReader, encodeFrame } from "./frames";

export type ConnectionEvents = {
  onAnswer(answer: AnswerFrame): void;
  /** Once, whatever ended it. Calls in flight have no answer any more. */
  onLost(cause: Error): void;
};

export type Connection = { send(frame: CallFrame): void; destroy(): void };

/** Dials the socket; frames sent before it is open are queued by the system. */
export function openConnection(path: string, events: ConnectionEvents): Connection {
  const socket: Socket = connect(path);
  let cause = new Error("The ledger closed the connection.");
  const read = createFrameReader((value) => events.onAnswer(asAnswer(value)));
  socket.on("data", (chunk) => {
    try {
      read(chunk);
    } catch (error) {
      socket.destroy(error instanceof Error ? error : new BadFrame(String(error)));
    }
  });
  socket.on("error", (error) => {
    cause = error;
  });
  socket.on("close", () => events.onLost(cause));
  return {
    send: (frame) => {
      socket.write(encodeFrame(frame));
    },
    destroy: () => socket.destroy(),
  };
}

/** The peer is our own server of the same version, behind a file that only this user may open. */
function asAnswer(value: unknown): AnswerFrame {
  if (typeof value !== "object" || value === null || !("id" in value)) throw new BadFrame("An answer has no id.");
  return value as AnswerFrame;
}
