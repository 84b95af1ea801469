// Tells of what happened to a mail: to the destinations of its configuration set, and to the topics of the identity that sent it.
// Each is a job of its own, so that one that is gone keeps no other from being told.

import { AwsError } from "../../../kernel/errors.ts";
import { parseArn } from "../../../kernel/arns.ts";
import { isRegion, parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import type { AwsApis } from "../../../service/apis.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import { withServiceRole } from "../../../service/role-sessions.ts";
import type { WriteTx } from "../../../store/store.ts";
import { configurationSetArn } from "../arns.ts";
import type { Dimension, EventDestinationRecord, Feedback } from "../records.ts";
import { arnOfIdentity, EVENT_NAMES, eventRecord, type MailEvent, notification } from "./events.ts";
import { headerOf } from "../mime/headers.ts";
import type { Departure } from "./mails.ts";
import { noteReputation } from "./reputation.ts";

/** One message to one place. */
interface Publication {
  readonly to:
    | { readonly topicArn: string }
    | { readonly streamArn: string; readonly roleArn: string }
    | { readonly eventBusArn: string; readonly detailType: string };
  /** The resource of SES's that it is about: what policies ask for as aws:SourceArn. */
  readonly sourceArn: string;
  readonly text: string;
}

const KIND = "ses/publish";
const SERVICE = "ses.amazonaws.com";

/** Enqueues all who are to be told of an event, and counts it. */
export function tell(tx: WriteTx, yard: YardContext, departure: Departure, event: MailEvent): void {
  const { scope, mail, set, identity } = departure;
  const { name, detailType } = EVENT_NAMES[event.type];
  count(yard, departure, event);
  if (set !== undefined) noteReputation(tx, yard, scope, set, event.type);
  const destinations = (set?.destinations ?? []).filter(
    ({ isEnabled, types }) => isEnabled && types.includes(event.type),
  );
  if (destinations.length > 0 && set !== undefined) {
    const text = JSON.stringify(eventRecord(mail, scope, event));
    const sourceArn = configurationSetArn(scope, set.name);
    for (const to of destinations.flatMap((destination) => placeOf(destination, detailType)))
      enqueue(tx, yard, scope, { to, sourceArn, text });
  }
  const topicArn = identity.topics?.[name as Feedback];
  if (topicArn === undefined) return;
  const text = JSON.stringify(
    notification(mail, scope, event, identity.headersIn?.includes(name as Feedback) === true),
  );
  enqueue(tx, yard, scope, { to: { topicArn }, sourceArn: arnOfIdentity(mail), text });
}

function enqueue(tx: WriteTx, yard: YardContext, { account, region }: Scope, payload: Publication): void {
  yard.jobs.enqueue(tx, { account, region, kind: KIND, payload });
}

function placeOf(
  { topicArn, firehose, eventBusArn }: EventDestinationRecord,
  detailType: string,
): readonly Publication["to"][] {
  if (topicArn !== undefined) return [{ topicArn }];
  if (firehose !== undefined) return [firehose];
  return eventBusArn === undefined ? [] : [{ eventBusArn, detailType }];
}

export const publishJob: JobHandler = {
  kind: KIND,
  async run(job, yard) {
    try {
      await publish(job, yard, job.payload as Publication);
    } catch (error) {
      // What AWS refuses is refused the next time, too: a topic that is gone, a policy that does not let SES in.
      if (!(error instanceof AwsError) || error.status >= 500) throw error;
      yard.log.write("warn", "ses.not-published", { account: job.account, code: error.code, message: error.message });
    }
    return "done";
  },
};

async function publish(scope: Scope, yard: YardContext, { to, sourceArn, text }: Publication): Promise<void> {
  if ("topicArn" in to) {
    const { topicArn } = to;
    await asSes(yard, scope, sourceArn, topicArn).sns.publish({
      TopicArn: topicArn,
      Subject: "Amazon SES Email Event Notification",
      Message: text,
    });
  } else if ("streamArn" in to) {
    const { roleArn, streamArn } = to;
    const role = {
      service: SERVICE,
      roleArn,
      sourceArn,
      scope: { ...scopeOf(streamArn, scope), account: scope.account },
      sessionName: "ses",
    };
    const name = streamArn.slice(streamArn.lastIndexOf("/") + 1);
    await withServiceRole(yard, role, (aws) =>
      aws.firehose.putRecord({ DeliveryStreamName: name, Record: { Data: Buffer.from(`${text}\n`) } }),
    );
  } else {
    const { eventBusArn, detailType } = to;
    await asSes(yard, scope, sourceArn, eventBusArn).eventBridge.putEvents({
      Entries: [
        { EventBusName: eventBusArn, Source: "aws.ses", DetailType: detailType, Detail: text, Resources: [sourceArn] },
      ],
    });
  }
}

/** The APIs as SES, acting for a resource of a customer's, in the account and region of what it calls. */
export function asSes(yard: YardContext, scope: Scope, sourceArn: string, targetArn: string): AwsApis {
  return yard.as(
    { kind: "service", service: SERVICE, sourceArn, sourceAccount: scope.account },
    scopeOf(targetArn, scope),
  );
}

function scopeOf(arn: string, fallback: Scope): Scope {
  const target = parseArn(arn);
  if (target === undefined || !/^\d{12}$/.test(target.account) || !isRegion(target.region)) return fallback;
  return { account: parseAccountId(target.account), region: parseRegion(target.region) };
}

// AWS: "Monitoring your Amazon SES sending activity": the account's metrics have no dimensions; a destination of CloudWatch's has
// those that it asks for, beside it.
function count(yard: YardContext, { scope, mail, set }: Departure, event: MailEvent): void {
  const metric = EVENT_NAMES[event.type].name.replaceAll(" ", "");
  yard.metrics.family(scope, "AWS/SES", []).add(metric, 1, "Count");
  for (const { isEnabled, types, dimensions } of set?.destinations ?? []) {
    if (!isEnabled || dimensions === undefined || !types.includes(event.type)) continue;
    const named = dimensions
      .map((dimension) => [dimension.name, valueOf(dimension, mail, event)] as const)
      .toSorted(([left], [right]) => (left < right ? -1 : 1));
    yard.metrics.family(scope, "AWS/SES", named).add(metric, 1, "Count");
  }
}

function valueOf({ name, source, fallback }: Dimension, mail: Departure["mail"], event: MailEvent): string {
  if (source === "MESSAGE_TAG") {
    if (name === "ses:configuration-set") return mail.configurationSet ?? fallback;
    return mail.tags[name] ?? fallback;
  }
  if (source === "EMAIL_HEADER") return headerOf(mail.headers, name.toLowerCase()) ?? fallback;
  return event.linkTags?.[name]?.[0] ?? fallback;
}
