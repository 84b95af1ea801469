// The Extensions API (2020-01-01) over HTTP. AWS: "Extensions API reference"; what the reference leaves open is as in the open
// runtime interface emulator.

import type { IncomingMessage, ServerResponse } from "node:http";
import { randomUUID } from "node:crypto";
import { readBody, reply } from "../api-server.ts";
import type { ApiHandler } from "../api-server.ts";
import type { FunctionSpec } from "../sandboxes.ts";
import { Refusal } from "./registrations.ts";
import type { Registrations } from "./registrations.ts";

const PREFIX = "/2020-01-01/extension/";

/** Answers requests to the Extensions API of one sandbox. */
export function extensionsApi(spec: FunctionSpec, registrations: Registrations): ApiHandler {
  async function register(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = headerOf(request, "lambda-extension-name");
    const body = await readBody(request);
    if (name === undefined) throw new Refusal("Extension.InvalidExtensionName", "Empty extension name");
    const { id } = registrations.register(name, parseEvents(body));
    response.setHeader("lambda-extension-identifier", id);
    const features = (headerOf(request, "lambda-extension-accept-feature") ?? "").split(",");
    reply(response, 200, {
      functionName: spec.functionName,
      functionVersion: spec.version,
      handler: spec.handler,
      ...(features.some((feature) => feature.trim() === "accountId") ? { accountId: spec.account } : {}),
    });
  }

  function next(request: IncomingMessage, response: ServerResponse): void {
    const id = requireIdentifier(request);
    registrations.next(id, (event) => {
      response.setHeader("lambda-extension-identifier", id);
      response.setHeader("lambda-extension-event-identifier", randomUUID());
      reply(response, 200, event);
    });
  }

  async function fail(request: IncomingMessage, response: ServerResponse, phase: "init" | "exit"): Promise<void> {
    const id = requireIdentifier(request);
    // What the extension says about its error goes nowhere on AWS, either: its type does.
    await readBody(request);
    const header = "Lambda-Extension-Function-Error-Type";
    const errorType = headerOf(request, header.toLowerCase());
    if (errorType === undefined) throw new Refusal("Extension.MissingHeader", `${header} not found`);
    registrations.fail(id, phase, errorType);
    response.setHeader("lambda-extension-identifier", id);
    reply(response, 202, { status: "OK" });
  }

  return async (request, response) => {
    const { method, url = "" } = request;
    if (!url.startsWith(PREFIX)) return false;
    try {
      const operation = `${method} ${url.slice(PREFIX.length)}`;
      if (operation === "POST register") await register(request, response);
      else if (operation === "GET event/next") next(request, response);
      else if (operation === "POST init/error") await fail(request, response, "init");
      else if (operation === "POST exit/error") await fail(request, response, "exit");
      else return false;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(response, error);
    }
    return true;
  };
}

/** Answers with an error of the Extensions API. */
export function refuse(response: ServerResponse, { errorType, message }: Refusal): void {
  reply(response, 403, { errorType, errorMessage: message });
}

/** The caller's Lambda-Extension-Identifier; throws a Refusal if it has none. */
export function requireIdentifier(request: IncomingMessage): string {
  const id = headerOf(request, "lambda-extension-identifier");
  if (id === undefined)
    throw new Refusal("Extension.MissingExtensionIdentifier", "Missing Lambda-Extension-Identifier header");
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id))
    throw new Refusal("Extension.InvalidExtensionIdentifier", "Invalid Lambda-Extension-Identifier");
  return id.toLowerCase();
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function parseEvents(body: Buffer): readonly unknown[] {
  let document: unknown;
  try {
    document = JSON.parse(body.toString());
  } catch (error) {
    throw new Refusal("InvalidRequestFormat", error instanceof Error ? error.message : "Invalid JSON");
  }
  const { events, configurationKeys } = (document ?? {}) as { events?: unknown; configurationKeys?: unknown };
  if (Array.isArray(configurationKeys) && configurationKeys.length > 0)
    throw new Refusal("InvalidRequestFormat", "configurationKeys are deprecated; use environment variables instead");
  // AWS's client for Go says null, as Go has it for a list without members.
  if (events === undefined || events === null) return [];
  if (!Array.isArray(events)) throw new Refusal("InvalidRequestFormat", "events is not an array");
  return events;
}
