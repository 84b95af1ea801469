// Custom resources: a function or a topic makes what CloudFormation has no type for. It is sent a request and answers by PUT at a URL. AWS:
// "Create custom provisioning logic with custom resources".

import { createHash } from "node:crypto";
import { AwsError } from "../../../kernel/errors.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import type { Door } from "../../../service/service.ts";
import type { HttpResponse } from "../../../wire/wire.ts";
import { PLAIN_FAILURE } from "../errors.ts";
import type { CustomResponse } from "../records.ts";
import { deleteCustomRequest, loadCustomRequest, saveCustomRequest } from "../repo.ts";
import { canonicalJson, isRecord } from "../template/values.ts";
import type { FindResourceType } from "../template/validate.ts";

// LIMIT: AWS: "ServiceTimeout": 1 to 3,600 seconds, and 3,600 by default.
const LONGEST_SECONDS = 3600;
// LIMIT: AWS: "Custom resource response objects": a response has up to 4,096 bytes.
const MAX_RESPONSE_BYTES = 4096;
const PATH = "/_aws/cloudformation-response/";
/** The kind of job that forgets an answered request. */
const FORGET_REQUEST = "cloudformation/forget-custom-request";
const KEPT_MS = 24 * 60 * 60 * 1000;

/** True for "AWS::CloudFormation::CustomResource" and "Custom::ANYTHING". */
export function isCustomType(typeName: string): boolean {
  return typeName === "AWS::CloudFormation::CustomResource" || /^Custom::[A-Za-z0-9_@-]{1,60}$/.test(typeName);
}

/** Finds the template author's own types beside those that `findRegistered` knows. */
export function withCustomTypes(findRegistered: FindResourceType): FindResourceType {
  return (typeName) => (isCustomType(typeName) ? customResourceType(typeName) : findRegistered(typeName));
}

/** What a running operation gives to its custom resources. */
export interface CustomChannel {
  readonly yard: YardContext;
  readonly scope: Scope;
  /** A request is sent once in an attempt, however often its step is repeated. */
  readonly attempt: string;
}

type Action = "Create" | "Update" | "Delete";

/** The type of a custom resource. Without a channel it can be planned, but nothing can be made. */
export function customResourceType(typeName: string, channel?: CustomChannel): ResourceType {
  const send = (action: Action, properties: Properties, context: ResourceContext, more: Properties = {}) =>
    request(typeName, channel, action, properties, context, more);
  return {
    typeName,
    properties: [],
    async create(properties, context) {
      const response = await send("Create", properties, context);
      if (response.physicalId !== undefined) context.identify(response.physicalId);
      return stateOf(response);
    },
    /** Nobody can be asked what a custom resource is: it is taken to be as it was told. */
    read: (_physicalId, _context, known) => Promise.resolve(known ?? {}),
    async update(physicalId, properties, previous, context) {
      // AWS: this sentence, as observed.
      if (properties["ServiceToken"] !== previous["ServiceToken"])
        throw failure("Modifying service token is not allowed.");
      const more = { PhysicalResourceId: physicalId, OldResourceProperties: texts(previous) };
      return stateOf(await send("Update", properties, context, more));
    },
    async delete(physicalId, properties, context) {
      requireSuccess(await send("Delete", properties, context, { PhysicalResourceId: physicalId }));
    },
  };
}

/** Sends a request, unless it was sent and answered before a crash, and waits for the answer. */
async function request(
  typeName: string,
  channel: CustomChannel | undefined,
  action: Action,
  properties: Properties,
  context: ResourceContext,
  more: Properties,
): Promise<CustomResponse> {
  if (channel === undefined) throw failure("A custom resource can be made by a stack operation only.");
  const { yard, scope, attempt } = channel;
  const token = createHash("sha256")
    .update([context.clientToken, attempt, action, canonicalJson(properties), canonicalJson(more)].join("|"))
    .digest("hex");
  const seconds = Math.min(LONGEST_SECONDS, Math.max(1, Number(properties["ServiceTimeout"] ?? LONGEST_SECONDS)));
  // Not secret, unlike the token: the same for each repetition.
  const requestId = token.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const known = yard.store.read((tx) => loadCustomRequest(tx, scope, token));
  const dueAtMs = known?.dueAtMs ?? yard.clock.nowMs() + seconds * 1000;
  if (known === undefined) {
    yard.store.write((tx) => {
      saveCustomRequest(tx, scope, token, { v: 1, requestId, dueAtMs });
      yard.jobs.enqueue(tx, { ...scope, kind: FORGET_REQUEST, payload: { token }, dueAtMs: dueAtMs + KEPT_MS });
    });
  }
  if (known?.response === undefined) {
    await deliver(String(properties["ServiceToken"]), context, {
      RequestType: action,
      ServiceToken: properties["ServiceToken"],
      // Where this yard listens: a fork's requests are not its parent's.
      ResponseURL: `${yard.address}${PATH}${scope.account}/${scope.region}/${token}`,
      StackId: context.stackId,
      RequestId: requestId,
      LogicalResourceId: context.logicalId,
      ResourceType: typeName,
      ...more,
      ResourceProperties: texts(properties),
    });
  }
  for (;;) {
    const response = yard.store.read((tx) => loadCustomRequest(tx, scope, token))?.response;
    if (response !== undefined) return response;
    const leftMs = dueAtMs - yard.clock.nowMs();
    if (leftMs <= 0) {
      // AWS: this sentence, as observed.
      throw failure(
        `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${requestId}]. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.`,
      );
    }
    await yard.signals.wait(signalOf(token), leftMs);
  }
}

async function deliver(serviceToken: string, context: ResourceContext, message: object): Promise<void> {
  const text = JSON.stringify(message);
  if (serviceToken.startsWith("arn:aws:lambda:")) {
    await context.aws.lambda.invoke({
      FunctionName: serviceToken,
      InvocationType: "Event",
      Payload: new TextEncoder().encode(text),
    });
  } else if (serviceToken.startsWith("arn:aws:sns:")) {
    const Subject = "AWS CloudFormation custom resource request";
    await context.aws.sns.publish({ TopicArn: serviceToken, Message: text, Subject });
  } else {
    // AWS: "ServiceToken": a function or a topic; the wording is inferred.
    throw failure("Invalid service token: it must be the ARN of a Lambda function or of an SNS topic.");
  }
}

/** Where the functions put their answers: the URL itself is the secret, as a presigned one is on AWS. */
export const customResponses: Door = {
  name: "cloudformation-response",
  accepts: (_host, path) => path.startsWith(PATH),
  answer(httpRequest, yard) {
    const [account = "", region = "", token = ""] = httpRequest.path.slice(PATH.length).split("/");
    const scope = { account, region } as Scope;
    if (httpRequest.method !== "PUT") return Promise.resolve(answer(405));
    const response = readResponse(httpRequest.body);
    const isKnown = yard.store.write((tx) => {
      const known = /^[0-9a-f]{64}$/.test(token) ? loadCustomRequest(tx, scope, token) : undefined;
      if (known === undefined) return false;
      // The first answer counts.
      if (known.response === undefined) saveCustomRequest(tx, scope, token, { ...known, response });
      return true;
    });
    if (isKnown) yard.signals.notify(signalOf(token));
    return Promise.resolve(answer(isKnown ? 200 : 403));
  },
};

/** Forgets requests that were answered, or never were. */
export const forgetRequestHandler: JobHandler = {
  kind: FORGET_REQUEST,
  run(job, yard) {
    const token = isRecord(job.payload) ? String(job.payload["token"]) : "";
    yard.store.write((tx) => deleteCustomRequest(tx, job, token));
    return Promise.resolve("done");
  },
};

// AWS: "Custom resource response objects". What is wrong with an answer fails the resource; the wordings are inferred.
function readResponse(body: Uint8Array): CustomResponse {
  if (body.length > MAX_RESPONSE_BYTES) return { status: "FAILED", reason: "Response object is too long." };
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return { status: "FAILED", reason: "Response is not valid JSON." };
  }
  const response = isRecord(value) ? value : {};
  const { Status: status, Reason: reason, PhysicalResourceId: physicalId, Data: data } = response;
  if (status !== "SUCCESS" && status !== "FAILED") return { status: "FAILED", reason: "Invalid response status." };
  return {
    status,
    ...(typeof reason === "string" ? { reason } : {}),
    ...(typeof physicalId === "string" && physicalId !== "" ? { physicalId } : {}),
    ...(isRecord(data) ? { data } : {}),
  };
}

function stateOf(response: CustomResponse): ResourceState {
  requireSuccess(response);
  // AWS: this sentence, as observed.
  if (response.physicalId === undefined) throw failure("Invalid PhysicalResourceId");
  return { physicalId: response.physicalId, attributes: response.data ?? {} };
}

function requireSuccess({ status, reason }: CustomResponse): void {
  if (status === "SUCCESS") return;
  // AWS: this sentence, as observed.
  throw failure(
    `Received response status [FAILED] from custom resource. Message returned: ${reason ?? "No reason was given."}`,
  );
}

function failure(message: string): AwsError {
  return new AwsError({ code: PLAIN_FAILURE, message });
}

function signalOf(token: string): string {
  return `cloudformation-response/${token}`;
}

function answer(status: number): HttpResponse {
  return { status, headers: {}, body: new Uint8Array() };
}

/** AWS: custom resources get numbers and booleans as texts. */
function texts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => texts(item));
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, texts(inner)]));
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}
