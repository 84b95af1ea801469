// Task states. Pure. AWS: developer guide, "Task workflow state".

import { readTransition, readWork, type StateBase } from "./dataflow.ts";
import type { TaskState, Template } from "./machine.ts";
import { oneAtMost, readObject, requireFields, type Fields, type StateReading } from "./reading.ts";
import { parseTaskResource, type TaskResource } from "./task-resources.ts";
import { readQuantity, readTemplate } from "./templates.ts";

// LIMIT: AWS: "TimeoutSeconds", "HeartbeatSeconds": 99999999 at most.
const SECONDS = { least: 1, most: 99_999_999 } as const;

export function readTask(fields: Fields, reading: StateReading, base: StateBase): TaskState | undefined {
  requireFields(fields, ["Resource"], reading);
  const transition = readTransition(fields, reading);
  const work = readWork(fields, reading);
  const resource = readResource(fields, reading);
  oneAtMost(fields, ["TimeoutSeconds", "TimeoutSecondsPath"], reading);
  oneAtMost(fields, ["HeartbeatSeconds", "HeartbeatSecondsPath"], reading);
  const timeoutSeconds = readQuantity(fields, "TimeoutSeconds", reading, { bounds: SECONDS });
  const heartbeatSeconds = readQuantity(fields, "HeartbeatSeconds", reading, { bounds: SECONDS });
  if (timeoutSeconds?.kind === "number" && heartbeatSeconds?.kind === "number")
    if (heartbeatSeconds.value >= timeoutSeconds.value)
      // AWS: "HeartbeatSeconds must be smaller than TimeoutSeconds". The wording is ours.
      reading.findings.schema("HeartbeatSeconds must be smaller than TimeoutSeconds", fields.place("HeartbeatSeconds"));
  const roleArn = readCredentials(fields, resource, reading);
  if (transition === undefined || resource === undefined) return undefined;
  return {
    ...base,
    ...work,
    type: "Task",
    resource,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatSeconds }),
    ...(roleArn === undefined ? {} : { roleArn }),
    transition,
  };
}

function readResource(fields: Fields, reading: StateReading): TaskResource | undefined {
  const arn = fields.text("Resource");
  if (arn === undefined) return undefined;
  const { findings } = reading;
  const at = fields.place("Resource");
  const resource = parseTaskResource(arn);
  if (resource === "not-an-arn") {
    findings.schema("Value is not a valid resource ARN", at);
    return undefined;
  }
  if (resource === "not-recognized") {
    findings.schema(
      `The resource provided ${arn} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
      at,
    );
    return undefined;
  }
  checkExpress(resource, at, reading);
  // AWS: recorded of SDK integrations.
  if (resource.kind === "sdk" && reading.language === "JSONPath" && !fields.has("Parameters"))
    findings.schema(`Parameters field is required for resource ARN: ${arn}`, fields.at);
  return resource;
}

/** AWS: "Choosing workflow type": Express Workflows make requests only. The blank before the end is the service's. */
function checkExpress(resource: TaskResource, at: string, { machineType, findings }: StateReading): void {
  if (machineType !== "EXPRESS") return;
  if (resource.kind === "activity") findings.schema("Express state machine does not support Activity ARN", at);
  if ((resource.kind !== "optimized" && resource.kind !== "sdk") || resource.pattern === "request") return;
  const pattern = resource.pattern === "waitForTaskToken" ? ".waitForTaskToken" : ".sync";
  findings.schema(`Express state machine does not support '${pattern}' service integration `, at);
}

/** Credentials: the role in whose name the task is done. */
function readCredentials(
  fields: Fields,
  resource: TaskResource | undefined,
  reading: StateReading,
): Template | undefined {
  if (!fields.has("Credentials")) return undefined;
  const at = fields.place("Credentials");
  const { findings } = reading;
  if (resource?.kind === "activity") findings.schema("The field 'Credentials' is not supported for activities", at);
  const template = readTemplate(fields, "Credentials", reading);
  if (template?.kind === "expression") return template;
  const given = readObject(fields.raw("Credentials"), at, findings);
  const role = template?.kind === "object" ? template.fields.find(([name]) => name === "RoleArn")?.[1] : undefined;
  if (given !== undefined && role === undefined) findings.schema("The field 'RoleArn' is required but was missing", at);
  return role;
}
