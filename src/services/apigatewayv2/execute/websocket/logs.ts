// The stage's access log: a line for each event of a connection. AWS: "Configure logging for a WebSocket API in API Gateway".

import { contextValue, withVariables } from "../../../../service/api-front/variables.ts";
import { writeAccessLine } from "../http/logs.ts";
import { contextOf, type SocketCall } from "./call.ts";

/** Writes the line of an event, if the stage keeps a log. */
export async function logCall(call: SocketCall): Promise<void> {
  await writeAccessLine(call.yard, call, call.startedAtMs, (format) => accessLine(format, call));
}

/** AWS: "WebSocket API mapping template reference": plain substitution; what has no value is "-". */
function accessLine(format: string, call: SocketCall): string {
  const { facts } = call;
  const context = {
    ...contextOf(call),
    status: facts.status,
    error: {
      message: facts.error,
      messageString: facts.error === undefined ? undefined : JSON.stringify(facts.error),
    },
    integration: { latency: facts.integrationLatencyMs, status: facts.integrationStatus },
    integrationLatency: facts.integrationLatencyMs,
    integrationStatus: facts.integrationStatus,
    awsEndpointRequestId: facts.integrationRequestId,
  };
  return withVariables(format, (name) =>
    name.startsWith("context.") ? (contextValue(context, name.slice("context.".length)) ?? "-") : "-",
  );
}
