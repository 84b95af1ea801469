// AWS services as integrations: one operation of a service, its parameters taken out of the request.
// AWS: "Create AWS service integrations for HTTP APIs", "AWS service integration subtype reference".

import { AwsError } from "../../../../../kernel/errors.ts";
import { isRegion } from "../../../../../kernel/ids.ts";
import { loadModel } from "../../../../../model/load.ts";
import type { AwsApis } from "../../../../../service/apis.ts";
import { codecFor } from "../../../../../wire/codecs.ts";
import type { HttpResponse } from "../../../../../wire/wire.ts";
import { type Parameter, SUBTYPES } from "../../../http/subtypes.ts";
import type { IntegrationRecord } from "../../../records.ts";
import type { Call } from "../call.ts";
import { Failure, internalError } from "../failure.ts";
import { selected } from "../selection.ts";
import { withCredentials } from "./credentials.ts";

/** Makes the call that the integration stands for, and answers as the service does. */
export async function callService(call: Call, integration: IntegrationRecord): Promise<HttpResponse> {
  const subtype = SUBTYPES[integration.subtype ?? ""];
  if (subtype === undefined)
    throw internalError("API_CONFIGURATION_ERROR", `Integrations do not do ${integration.subtype ?? "that"}`);
  const { Region: region = call.target.scope.region, ...input } = inputOf(call, integration, subtype.parameters);
  if (typeof region !== "string" || !isRegion(region))
    throw internalError("API_CONFIGURATION_ERROR", `Invalid region: ${String(region)}`);
  const { service, operation: name, protocol } = subtype;
  const model = loadModel(service);
  const operation = model.operations.get(name);
  if (operation === undefined) throw internalError("API_CONFIGURATION_ERROR", `${name} is no operation of ${service}`);
  const codec = codecFor(protocol);
  const requestId = call.yard.random.uuid();
  call.facts.integration.requestId = requestId;
  try {
    const scope = { account: call.target.scope.account, region };
    const output = await withCredentials(call, scope, integration.credentialsArn, (aws: AwsApis) =>
      subtype.call(aws, input),
    );
    return codec.encodeOutput(operation, { ...output }, requestId);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    call.facts.integration.error = error.message;
    return codec.encodeError(model, operation, error, requestId);
  }
}

/** The operation's input. AWS: values are texts, or JSON for those that are structures, lists and maps. */
function inputOf(
  call: Call,
  { requestParameters = {} }: IntegrationRecord,
  parameters: Readonly<Record<string, Parameter>>,
): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const expression = requestParameters[name];
    const value = expression === undefined ? undefined : selected(expression, call);
    if (value !== undefined && value !== "") input[name] = parsedValue(name, value, parameter);
    else if (parameter.isRequired) throw badParameter(`${name} has no value`);
  }
  return input;
}

function parsedValue(name: string, value: string, { form }: Parameter): unknown {
  switch (form) {
    case "text":
      return value;
    case "number":
      if (!/^-?\d+(\.\d+)?$/.test(value)) throw badParameter(`${name} is no number`);
      return Number(value);
    case "time": {
      const atMs = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value);
      if (Number.isNaN(atMs)) throw badParameter(`${name} is no time`);
      return new Date(atMs);
    }
    case "bytes":
      return Buffer.from(value);
    case "json":
  }
  return parsedJson(value);
}

function parsedJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    // AWS: a single value stands for a list of one; lists may be written with commas.
    const [, inside = value] = /^\[(.*)\]$/s.exec(value) ?? [];
    return inside.split(",").map((each) => each.trim());
  }
}

/** A request that lacks what the service needs, or has it in a form that cannot be read. */
function badParameter(detail: string): Failure {
  return new Failure("BAD_REQUEST_PARAMETERS", 400, "Bad Request", { detail });
}
