// The $disconnect route: run as a job, so that it comes after the connection's end also where this process ends with it.
// AWS: "Manage connected users and client apps: $connect and $disconnect routes": a best-effort event.

import type { YardContext } from "../../../../service/context.ts";
import type { Job, JobHandler } from "../../../../service/jobs.ts";
import type { ConnectionFacts } from "./call.ts";
import { SocketFailure } from "./failure.ts";
import { findRoute, loadServed, runRoute, socketCall } from "./run-route.ts";

const KIND = "apigatewayv2/disconnect";

interface DisconnectJob {
  readonly facts: ConnectionFacts;
  readonly code: number;
  readonly reason: string;
}

/** AWS: what is told as disconnectReason where nobody gave a reason (boto3 issue 3789, and events as they were seen). */
const REASONS: Readonly<Record<number, string>> = {
  1000: "Connection Closed Normally",
  1001: "Going away",
  1005: "Client-side close frame status not set",
};

/** Has the API's $disconnect route run, if it has one with an integration. */
export function scheduleDisconnect(yard: YardContext, facts: ConnectionFacts, code: number, reason: string): void {
  const served = loadServed(yard, facts)?.served;
  if (served === undefined || findRoute(served, "$disconnect")?.integrationId === undefined) return;
  const payload: DisconnectJob = { facts, code, reason: reason === "" ? (REASONS[code] ?? "") : reason };
  yard.store.write((tx) => yard.jobs.enqueue(tx, { ...facts.scope, kind: KIND, payload }));
}

/** Runs the route once: what fails is lost, as on AWS. */
export const disconnects: JobHandler = {
  kind: KIND,
  async run({ payload }: Job, yard: YardContext) {
    // The payload is what scheduleDisconnect wrote.
    const { facts, code, reason } = payload as DisconnectJob;
    const from = loadServed(yard, facts);
    const route = from === undefined ? undefined : findRoute(from.served, "$disconnect");
    if (from === undefined || route === undefined) return "done";
    try {
      await runRoute(socketCall(yard, from, facts, { type: "DISCONNECT", code, reason }, route));
    } catch (error) {
      if (!(error instanceof SocketFailure)) throw error;
    }
    return "done";
  },
};
