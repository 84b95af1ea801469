// Writes the audit trail: one row for each management event, in the account of the caller, and in that of the resource
// where it is another's. Rows of one turn of the event loop share a commit, and the call is answered after it.

import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import { type AccountId, parseAccountId, parseRegion, type Region } from "../../kernel/ids.ts";
import type { AuditCoverage, AuditedCall, Auditor } from "../../service/audit.ts";
import { eventSourceOf } from "../../service/audit.ts";
import { ownerOf } from "../../service/authorize.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { Endpoint } from "../../service/registry.ts";
import { writeSoon } from "../../store/write-soon.ts";
import type { AccessRequest } from "../../iam/authorization.ts";
import { coverageOf, isReadOnly } from "./coverage.ts";
import { eventNameOf } from "./event-name.ts";
import { shownInput, shownOutput } from "./parameters.ts";
import { ensurePruning } from "./prune.ts";
import type { EventRecord, ResourceRecord } from "./records.ts";
import { saveEvent } from "./repo.ts";
import { type Mentions, resourcesOf } from "./resources.ts";
import { foreignIdentityText, timeText, userIdentityText, usernameOf } from "./user-identity.ts";

/** AWS: "CloudTrail record contents": the current version of the format. */
const EVENT_VERSION = "1.11";

/** AWS: "CloudTrail concepts", global service events: these services' events are in us-east-1, wherever they were asked. */
const GLOBAL_SERVICES: ReadonlySet<string> = new Set(["cloudfront", "iam", "organizations", "route-53"]);
const GLOBAL_REGION = parseRegion("us-east-1");

/** An auditor that keeps what it is told in the yard's store. */
export function createAuditor(yard: () => YardContext, isType: (typeName: string) => boolean): Auditor {
  const coverages = new WeakMap<Endpoint, AuditCoverage>();
  let sequence = 0;

  function coverage(endpoint: Endpoint): AuditCoverage {
    let known = coverages.get(endpoint);
    if (known === undefined) {
      const { service, model } = endpoint;
      // The control API is ours, and its calls are nobody's in an account.
      known = eventSourceOf(service.id) === undefined ? "none" : coverageOf(service.id, model.name);
      coverages.set(endpoint, known);
    }
    return known;
  }

  async function record(call: AuditedCall): Promise<void> {
    const context = yard();
    try {
      if (coverage(call.endpoint) === "denied" && !isDenied(call.failure)) return;
      const rows = eventsOf(call, context, isType);
      const number = (sequence += 1);
      await writeSoon(context.store, (tx) => {
        for (const { scope, event } of rows) {
          ensurePruning(tx, scope, context);
          saveEvent(tx, scope, number, event);
        }
      });
    } catch (error) {
      const { service, model } = call.endpoint;
      context.log.write("error", "audit.lost", { service: service.id, operation: model.name, error });
    }
  }

  return { coverageOf: coverage, record };
}

interface Row {
  readonly scope: Scope;
  readonly event: EventRecord;
}

/** The event for the caller's account, and one for each other account that has a resource of the call. */
function eventsOf(call: AuditedCall, yard: YardContext, isType: Mentions["isType"]): readonly Row[] {
  const { endpoint, caller, input, output } = call;
  const requests = call.requests ?? requestsOf(call, yard);
  const region = GLOBAL_SERVICES.has(endpoint.service.id) ? GLOBAL_REGION : caller.region;
  const resources = resourcesOf({ operation: endpoint.model, requests, input, output, isType });
  const accounts = new Set<string>(caller.principal.kind === "anonymous" ? [] : [caller.account]);
  for (const request of requests) {
    const owner = ownerOf(endpoint, request, { ...caller, yard });
    // An ARN that a caller made up may have anything in an account's place.
    if (/^\d{12}$/.test(owner)) accounts.add(owner);
  }
  const sharedEventId = accounts.size > 1 ? yard.random.uuid() : undefined;
  const timeMs = yard.clock.nowMs();
  const common = commonFields(call, timeMs, region);
  return [...accounts].map((owner) => {
    const account = parseAccountId(owner);
    const isOwn = account === caller.account;
    const userIdentity = isOwn ? userIdentityText(caller) : foreignIdentityText(caller);
    const eventId = yard.random.uuid();
    const text = recordText({ ...common, userIdentity, eventId, account, resources, sharedEventId });
    const username = isOwn ? usernameOf(caller.principal) : undefined;
    const event: EventRecord = {
      v: 1,
      eventId,
      timeMs,
      eventName: common.eventName,
      eventSource: common.eventSource,
      isReadOnly: common.readOnly,
      ...(caller.accessKeyId === undefined || !isOwn ? {} : { accessKeyId: caller.accessKeyId }),
      ...(username === undefined ? {} : { username }),
      resources,
      text,
    };
    return { scope: { account, region }, event };
  });
}

/** What a denied call asked for: the rule is asked again, for it was the evaluation that threw. */
function requestsOf({ endpoint, input, caller }: AuditedCall, yard: YardContext): readonly AccessRequest[] {
  try {
    return endpoint.permission(input as never, { ...caller, yard });
  } catch {
    // The rule itself refused the input: then nothing says what the call was about.
    return [];
  }
}

function commonFields(call: AuditedCall, timeMs: number, region: Region) {
  const { endpoint, input, caller, output, failure } = call;
  const { principal, invokedBy, headers, requestId } = caller;
  const service = invokedBy ?? (principal.kind === "service" ? principal.service : undefined);
  const readOnly = isReadOnly(endpoint.service.id, endpoint.model.name);
  return {
    timeMs,
    eventSource: eventSourceOf(endpoint.service.id) ?? endpoint.service.id,
    eventName: eventNameOf(endpoint.model),
    region,
    // AWS: "CloudTrail record contents": for calls that a service makes, its name stands for address and agent.
    sourceIPAddress: service ?? caller.sourceIp ?? "127.0.0.1",
    userAgent: service ?? headers["user-agent"] ?? "",
    ...failureOf(failure),
    requestParameters: shownInput(endpoint.model, input),
    responseElements:
      output === undefined || (readOnly && !issuesCredentials(output)) ? "null" : shownOutput(endpoint.model, output),
    requestId,
    readOnly,
  };
}

/** AWS: reads have no responseElements, but the issuing of credentials says which key it issued. */
function issuesCredentials(output: Readonly<Record<string, unknown>>): boolean {
  return output["Credentials"] !== undefined;
}

interface RecordFields extends ReturnType<typeof commonFields> {
  /** JSON text, as are requestParameters and responseElements. */
  readonly userIdentity: string;
  readonly eventId: string;
  readonly account: AccountId;
  readonly resources: readonly ResourceRecord[];
  readonly sharedEventId: string | undefined;
}

/** The record's JSON, its members in AWS's order. Put together by hand: parts of it are JSON already. */
function recordText(fields: RecordFields): string {
  const { errorCode, errorMessage, resources } = fields;
  const arns = resources.filter(([, name]) => name.startsWith("arn:"));
  const members = [
    `"eventVersion":"${EVENT_VERSION}"`,
    `"userIdentity":${fields.userIdentity}`,
    `"eventTime":"${timeText(fields.timeMs)}"`,
    `"eventSource":"${fields.eventSource}"`,
    `"eventName":"${fields.eventName}"`,
    `"awsRegion":"${fields.region}"`,
    `"sourceIPAddress":"${fields.sourceIPAddress}"`,
    `"userAgent":${JSON.stringify(fields.userAgent)}`,
  ];
  if (errorCode !== undefined) members.push(`"errorCode":${JSON.stringify(errorCode)}`);
  if (errorMessage !== undefined) members.push(`"errorMessage":${JSON.stringify(errorMessage)}`);
  members.push(
    `"requestParameters":${fields.requestParameters}`,
    `"responseElements":${fields.responseElements}`,
    `"requestID":"${fields.requestId}"`,
    `"eventID":"${fields.eventId}"`,
    `"readOnly":${fields.readOnly}`,
  );
  if (arns.length > 0)
    members.push(`"resources":${JSON.stringify(arns.map(([type, ARN]) => ({ ...ownerField(ARN), type, ARN })))}`);
  members.push('"eventType":"AwsApiCall"', '"managementEvent":true', `"recipientAccountId":"${fields.account}"`);
  if (fields.sharedEventId !== undefined) members.push(`"sharedEventID":"${fields.sharedEventId}"`);
  members.push('"eventCategory":"Management"');
  return `{${members.join(",")}}`;
}

function ownerField(arn: string): { accountId?: string } {
  const accountId = parseArn(arn)?.account;
  return accountId === undefined || accountId === "" ? {} : { accountId };
}

function failureOf(failure: unknown): { readonly errorCode?: string; readonly errorMessage?: string } {
  if (failure === undefined) return {};
  if (failure instanceof AwsError) return { errorCode: failure.code, errorMessage: failure.message };
  return { errorCode: "InternalFailure" };
}

function isDenied(failure: unknown): boolean {
  return (
    failure instanceof AwsError && (failure.status === 403 || /AccessDenied|AuthorizationError/.test(failure.code))
  );
}
