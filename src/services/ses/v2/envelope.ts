// What version 2's calls say around a mail: who sends, to whom, with which tags, of which template. Pure but for the template.

import type { SendEmailCommandInput, Template } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import type { AwsError } from "../../../kernel/errors.ts";
import type { Header, TemplateRecord } from "../records.ts";
import type { Outgoing } from "../sending/mails.ts";
import { requireTemplate, type TemplateParts } from "../templates/rendered.ts";
import { findTemplate } from "../templates/send.ts";
import { badRequest, faults } from "./errors.ts";

type Envelope = Omit<Outgoing, "content" | "from"> & { readonly from?: string };

/** All that a call says but the content. */
export function readEnvelope(
  input: Pick<
    Input<SendEmailCommandInput>,
    | "ConfigurationSetName"
    | "EmailTags"
    | "FeedbackForwardingEmailAddress"
    | "FromEmailAddress"
    | "FromEmailAddressIdentityArn"
    | "ReplyToAddresses"
  > & { readonly Destination?: Input<SendEmailCommandInput>["Destination"] },
): Envelope {
  const { FromEmailAddress: from, FromEmailAddressIdentityArn: sourceArn, ConfigurationSetName: set } = input;
  const { FeedbackForwardingEmailAddress: returnPath } = input;
  return {
    ...(from === undefined ? {} : { from }),
    ...readDestinations(input.Destination ?? {}),
    replyTo: input.ReplyToAddresses ?? [],
    ...(returnPath === undefined ? {} : { returnPath }),
    ...(sourceArn === undefined ? {} : { sourceArn }),
    ...(set === undefined ? {} : { configurationSet: set }),
    tags: readMessageTags(input.EmailTags),
  };
}

export function readDestinations({
  ToAddresses: to = [],
  CcAddresses: cc = [],
  BccAddresses: bcc = [],
}: NonNullable<Input<SendEmailCommandInput>["Destination"]>): Pick<Outgoing, "to" | "cc" | "bcc"> {
  return { to, cc, bcc };
}

type NamedValues = readonly { readonly Name: string; readonly Value: string }[];

export const readMessageTags = (tags: NamedValues = []): Record<string, string> =>
  Object.fromEntries(tags.map(({ Name, Value }) => [Name, Value]));

export const readHeaders = (headers: NamedValues = []): Header[] =>
  headers.map(({ Name, Value }) => ({ name: Name, value: Value }));

/** Headers of one destination go before those of all. */
export function mergeHeaders(common: readonly Header[], own: readonly Header[]): Header[] {
  const named = new Set(own.map(({ name }) => name.toLowerCase()));
  return [...common.filter(({ name }) => !named.has(name.toLowerCase())), ...own];
}

/** The template that a call names, or brings along. */
export function readTemplate(context: Context, given: Input<Template>): TemplateParts {
  const { TemplateName: name, TemplateArn: arn, TemplateContent: content } = given;
  if (content === undefined) {
    if (name === undefined && arn === undefined) throw badRequest("Missing required parameter TemplateName.");
    return findTemplate(context, { name, arn }, faults);
  }
  if (name !== undefined || arn !== undefined) throw badRequest("A template has a name or a content, and not both.");
  const parts = readContent("inline", content);
  requireTemplate(parts, faults);
  return parts;
}

export function readContent(
  name: string,
  { Subject, Text, Html }: { readonly Subject?: string; readonly Text?: string; readonly Html?: string },
): Pick<TemplateRecord, "name" | "subject" | "text" | "html"> {
  return {
    name,
    ...(Subject === undefined ? {} : { subject: Subject }),
    ...(Text === undefined ? {} : { text: Text }),
    ...(Html === undefined ? {} : { html: Html }),
  };
}

type BulkStatus =
  | "ACCOUNT_DAILY_QUOTA_EXCEEDED"
  | "ACCOUNT_SENDING_PAUSED"
  | "ACCOUNT_THROTTLED"
  | "CONFIGURATION_SET_NOT_FOUND"
  | "CONFIGURATION_SET_SENDING_PAUSED"
  | "FAILED"
  | "INVALID_PARAMETER"
  | "MESSAGE_REJECTED"
  | "TEMPLATE_NOT_FOUND";

/** The status of a destination whose mail would have been this error. */
export function bulkStatus({ code, message }: AwsError): BulkStatus {
  if (code === "MessageRejected") return "MESSAGE_REJECTED";
  if (code === "TooManyRequestsException") return "ACCOUNT_THROTTLED";
  if (code === "LimitExceededException") return "ACCOUNT_DAILY_QUOTA_EXCEEDED";
  if (code === "BadRequestException") return "INVALID_PARAMETER";
  if (code === "NotFoundException")
    return message.startsWith("Template") ? "TEMPLATE_NOT_FOUND" : "CONFIGURATION_SET_NOT_FOUND";
  if (code !== "SendingPausedException") return "FAILED";
  return message.includes("configuration set") ? "CONFIGURATION_SET_SENDING_PAUSED" : "ACCOUNT_SENDING_PAUSED";
}
