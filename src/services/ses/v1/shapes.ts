// Version 1's shapes of what SES keeps, and how its lists are given in pages. Pure.

import type { EventDestination, EventType as EventTypeV1 } from "@aws-sdk/client-ses";
import type { Input } from "../../../service/apis.ts";
import { parsePageToken, takePage } from "../../../service/pages.ts";
import type { EventDestinationRecord, EventType, IdentityRecord, TemplateRecord } from "../records.ts";
import type { ReceiptRule, RuleAction } from "../receiving/records.ts";
import { invalidParameter, notImplemented } from "./errors.ts";

/** One page of a list, which `items` gives from behind the last item's key. AWS: the lists' largest pages differ. */
export function pageOf<T>(
  {
    size,
    token,
    most,
  }: { readonly size: number | undefined; readonly token: string | undefined; readonly most: number },
  items: (after: string | undefined) => Iterable<T>,
  keyOf: (item: T) => string,
): { readonly items: readonly T[]; readonly next: { NextToken?: string } } {
  const after = parsePageToken(token, () => invalidParameter("Invalid token."));
  // AWS: MaxItems: values outside of the range are taken for the nearest one that is in it.
  return takePage(items(after), Math.min(Math.max(size ?? most, 1), most), keyOf);
}

const TYPES: Readonly<Record<EventTypeV1, EventType>> = {
  send: "SEND",
  reject: "REJECT",
  bounce: "BOUNCE",
  complaint: "COMPLAINT",
  delivery: "DELIVERY",
  open: "OPEN",
  click: "CLICK",
  renderingFailure: "RENDERING_FAILURE",
};
const TYPES_V1 = new Map(Object.entries(TYPES).map(([theirs, ours]) => [ours, theirs as EventTypeV1]));

const SOURCES = { messageTag: "MESSAGE_TAG", emailHeader: "EMAIL_HEADER", linkTag: "LINK_TAG" } as const;
const SOURCES_V1 = { MESSAGE_TAG: "messageTag", EMAIL_HEADER: "emailHeader", LINK_TAG: "linkTag" } as const;

export function readDestination(given: Input<EventDestination>): EventDestinationRecord {
  const { SNSDestination: sns, KinesisFirehoseDestination: firehose, CloudWatchDestination: cloudWatch } = given;
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(given.Name))
    throw invalidParameter(`Invalid event destination name: ${given.Name}`);
  if ([sns, firehose, cloudWatch].filter((place) => place !== undefined).length !== 1)
    throw invalidParameter("An event destination must have exactly one destination.");
  return {
    name: given.Name,
    isEnabled: given.Enabled ?? false,
    types: given.MatchingEventTypes.map((type) => TYPES[type]),
    ...(sns === undefined ? {} : { topicArn: sns.TopicARN }),
    ...(firehose === undefined
      ? {}
      : { firehose: { roleArn: firehose.IAMRoleARN, streamArn: firehose.DeliveryStreamARN } }),
    ...(cloudWatch === undefined
      ? {}
      : {
          dimensions: cloudWatch.DimensionConfigurations.map((dimension) => ({
            name: dimension.DimensionName,
            source: SOURCES[dimension.DimensionValueSource],
            fallback: dimension.DefaultDimensionValue,
          })),
        }),
  };
}

/** Undefined for destinations that version 1 does not know: EventBridge's. */
export function writeDestination(destination: EventDestinationRecord): EventDestination | undefined {
  const { topicArn, firehose, dimensions } = destination;
  if (destination.eventBusArn !== undefined) return undefined;
  return {
    Name: destination.name,
    Enabled: destination.isEnabled,
    MatchingEventTypes: destination.types.flatMap((type) => TYPES_V1.get(type) ?? []),
    ...(topicArn === undefined ? {} : { SNSDestination: { TopicARN: topicArn } }),
    ...(firehose === undefined
      ? {}
      : { KinesisFirehoseDestination: { IAMRoleARN: firehose.roleArn, DeliveryStreamARN: firehose.streamArn } }),
    ...(dimensions === undefined
      ? {}
      : {
          CloudWatchDestination: {
            DimensionConfigurations: dimensions.map(({ name, source, fallback }) => ({
              DimensionName: name,
              DimensionValueSource: SOURCES_V1[source],
              DefaultDimensionValue: fallback,
            })),
          },
        }),
  };
}

interface TemplateShape {
  readonly TemplateName: string;
  readonly SubjectPart?: string;
  readonly TextPart?: string;
  readonly HtmlPart?: string;
}

export function readTemplate(given: TemplateShape): Pick<TemplateRecord, "name" | "subject" | "text" | "html"> {
  return {
    name: given.TemplateName,
    ...(given.SubjectPart === undefined ? {} : { subject: given.SubjectPart }),
    ...(given.TextPart === undefined ? {} : { text: given.TextPart }),
    ...(given.HtmlPart === undefined ? {} : { html: given.HtmlPart }),
  };
}

export function writeTemplate({ name, subject, text, html }: TemplateRecord): TemplateShape {
  return {
    TemplateName: name,
    ...(subject === undefined ? {} : { SubjectPart: subject }),
    ...(text === undefined ? {} : { TextPart: text }),
    ...(html === undefined ? {} : { HtmlPart: html }),
  };
}

type NamedValues = readonly { readonly Name: string; readonly Value: string }[];

export const readTags = (tags: NamedValues = []): Record<string, string> =>
  Object.fromEntries(tags.map(({ Name, Value }) => [Name, Value]));

interface SenderInput {
  readonly Source?: string;
  readonly SourceArn?: string;
  readonly ReturnPath?: string;
  readonly ReplyToAddresses?: readonly string[];
  readonly ConfigurationSetName?: string;
  readonly Tags?: NamedValues;
}

/** What a call says of who sends. */
export function readSender(input: SenderInput): {
  readonly returnPath?: string;
  readonly sourceArn?: string;
  readonly configurationSet?: string;
  readonly replyTo: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
} {
  const { SourceArn: sourceArn, ReturnPath: returnPath, ConfigurationSetName: configurationSet } = input;
  return {
    ...(returnPath === undefined ? {} : { returnPath }),
    ...(sourceArn === undefined ? {} : { sourceArn }),
    ...(configurationSet === undefined ? {} : { configurationSet }),
    replyTo: input.ReplyToAddresses ?? [],
    tags: readTags(input.Tags),
  };
}

export function readDestinations({
  ToAddresses: to = [],
  CcAddresses: cc = [],
  BccAddresses: bcc = [],
}: {
  readonly ToAddresses?: readonly string[];
  readonly CcAddresses?: readonly string[];
  readonly BccAddresses?: readonly string[];
}): { readonly to: readonly string[]; readonly cc: readonly string[]; readonly bcc: readonly string[] } {
  return { to, cc, bcc };
}

/** "Success" of "SUCCESS". */
export const wordOf = (status: "SUCCESS" | "PENDING" | "FAILED" | "NOT_STARTED") =>
  ({ SUCCESS: "Success", PENDING: "Pending", FAILED: "Failed", NOT_STARTED: "NotStarted" } as const)[status];

/** Identities of a list that there are, with what `of` makes of each. */
export function byName<T>(
  names: readonly string[],
  load: (name: string) => IdentityRecord | undefined,
  of: (identity: IdentityRecord) => T,
): Record<string, T> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const identity = load(name);
      return identity === undefined ? [] : [[name, of(identity)]];
    }),
  );
}

interface RuleShape {
  readonly Name: string;
  readonly Enabled?: boolean;
  readonly TlsPolicy?: "Require" | "Optional";
  readonly Recipients?: readonly string[];
  readonly Actions?: readonly (RuleAction & { readonly WorkmailAction?: unknown; readonly ConnectAction?: unknown })[];
  readonly ScanEnabled?: boolean;
}

// LIMIT: AWS: "Service quotas in Amazon SES": actions and recipients of a rule.
const MOST_ACTIONS = 10;
const MOST_RECIPIENTS = 500;

/** A rule as it is kept; refuses what it cannot do. */
export function readRule(given: RuleShape): ReceiptRule {
  const { Actions: actions = [], Recipients: recipients = [] } = given;
  if (!isName(given.Name)) throw invalidParameter(`Invalid rule name: ${given.Name}`);
  if (actions.length > MOST_ACTIONS) throw invalidParameter(`Rule has more than ${MOST_ACTIONS} actions.`);
  if (recipients.length > MOST_RECIPIENTS) throw invalidParameter(`Rule has more than ${MOST_RECIPIENTS} recipients.`);
  for (const action of actions) requireAction(action);
  return {
    name: given.Name,
    isEnabled: given.Enabled ?? false,
    tlsPolicy: given.TlsPolicy ?? "Optional",
    recipients,
    actions,
    isScanned: given.ScanEnabled ?? false,
  };
}

/** AWS: RuleSetName, ReceiptRule.Name: letters, digits, underscores, dashes, dots; begins and ends with a letter or digit. */
export function isName(name: string): boolean {
  return /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,62}[A-Za-z0-9])?$/.test(name);
}

function requireAction(action: NonNullable<RuleShape["Actions"]>[number]): void {
  if (action.WorkmailAction !== undefined) throw notImplemented("A WorkMail action");
  if (action.ConnectAction !== undefined) throw notImplemented("An Amazon Connect action");
  const given = Object.values(action).filter((value) => value !== undefined);
  if (given.length !== 1) throw invalidParameter("An action must have exactly one member.");
  const { AddHeaderAction: header, BounceAction: bounce } = action;
  // AWS: AddHeaderAction: a name of 1 to 50 letters, digits and dashes; a value of up to 2,048 characters without line breaks.
  if (header !== undefined && !/^[A-Za-z0-9-]{1,50}$/.test(header.HeaderName))
    throw invalidParameter(`Invalid header name: ${header.HeaderName}`);
  if (header !== undefined && !/^[^\r\n]{0,2048}$/.test(header.HeaderValue))
    throw invalidParameter("Invalid header value.");
  if (bounce !== undefined && !/^[45]\d\d$/.test(bounce.SmtpReplyCode))
    throw invalidParameter(`Invalid SMTP reply code: ${bounce.SmtpReplyCode}`);
  if (bounce?.StatusCode !== undefined && !/^[245]\.\d{1,3}\.\d{1,3}$/.test(bounce.StatusCode))
    throw invalidParameter(`Invalid status code: ${bounce.StatusCode}`);
}

export function writeRule(rule: ReceiptRule): {
  Name: string;
  Enabled: boolean;
  TlsPolicy: "Require" | "Optional";
  Recipients: string[];
  Actions: RuleAction[];
  ScanEnabled: boolean;
} {
  return {
    Name: rule.name,
    Enabled: rule.isEnabled,
    TlsPolicy: rule.tlsPolicy,
    Recipients: [...rule.recipients],
    Actions: [...rule.actions],
    ScanEnabled: rule.isScanned,
  };
}
