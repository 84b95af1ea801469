// The Telemetry API (2022-07-01) and the Logs API (2020-08-15) over HTTP: an extension subscribes, in the init phase only.
// AWS: "Lambda Telemetry API reference", "Lambda Logs API".

import { readBody, reply } from "../api-server.ts";
import type { ApiHandler } from "../api-server.ts";
import { refuse, requireIdentifier } from "../extensions/extensions-api.ts";
import { Refusal } from "../extensions/registrations.ts";
import type { Registrations } from "../extensions/registrations.ts";
import { parseSubscription } from "./subscription.ts";
import type { Stream, TelemetryApi } from "./subscription.ts";
import type { Telemetry } from "./telemetry.ts";

const PATHS: Readonly<Record<string, TelemetryApi>> = {
  "/2022-07-01/telemetry": "telemetry",
  "/2020-08-15/logs": "logs",
};
const NAMES = { telemetry: "Telemetry", logs: "Logs" } as const;
const VALIDATION_ERRORS = { telemetry: "ValidationError", logs: "Logs.ValidationError" } as const;

/** Answers requests to both APIs of one sandbox; `onSubscribed` hears who has subscribed to what. */
export function telemetryApi(
  registrations: Registrations,
  telemetry: Telemetry,
  ownHost: string,
  onSubscribed: (name: string, api: TelemetryApi, streams: readonly Stream[]) => void,
): ApiHandler {
  return async (request, response) => {
    const api = PATHS[(request.url ?? "").replace(/\/$/, "")];
    if (api === undefined || request.method !== "PUT") return false;
    const body = await readBody(request);
    try {
      const { name } = registrations.require(requireIdentifier(request));
      if (telemetry.isClosed())
        throw new Refusal(`${NAMES[api]}.SubscriptionClosed`, `${NAMES[api]} API subscription is closed already`);
      const other = telemetry.apiOf(name);
      const subscription = parseSubscription(api, parse(body), ownHost);
      // AWS: "Telemetry API": "After subscribing using one of these APIs, any attempt to subscribe using the other API
      // returns an error." Its wording is not documented.
      const problem =
        other !== undefined && other !== api ? `already subscribed by the ${NAMES[other]} API` : subscription;
      if (typeof problem === "string") {
        reply(response, 400, { errorType: VALIDATION_ERRORS[api], errorMessage: problem });
        return true;
      }
      telemetry.subscribe(name, problem);
      onSubscribed(name, api, problem.streams);
      reply(response, 200, "OK");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(response, error);
    }
    return true;
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
