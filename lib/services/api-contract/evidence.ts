import { GetLogInput, ListLogsInput, LogDetail, LogEntry } from "@/lib/services/logs/schema";
import { GetUsageOverviewInput, UsageOverview } from "@/lib/services/usage/schema";
import { endpointsOf } from "./endpoint";

const logs = endpointsOf("Logs");
const usage = endpointsOf("Usage");

export const evidenceEndpoints = {
  "GET /logs": logs.list({
    operationId: "listLogs",
    summary: "List requests, newest first; the last 24 hours unless told otherwise",
    scope: "logs:read",
    input: ListLogsInput,
    output: LogEntry,
  }),
  "GET /logs/{request_id}": logs.one({
    operationId: "getLog",
    summary: "Get everything that is known of one request",
    scope: "logs:read",
    input: GetLogInput,
    output: LogDetail,
  }),
  "GET /usage": usage.one({
    operationId: "getUsage",
    summary: "Get totals, series and the most used models and keys",
    scope: "usage:read",
    input: GetUsageOverviewInput,
    output: UsageOverview,
  }),
};
