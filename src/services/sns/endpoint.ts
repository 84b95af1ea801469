// Where a subscription's messages go: which protocols there are, and what an endpoint of each looks like. Pure.

import { parseArn } from "../../kernel/arns.ts";
import { invalidParameter } from "./errors.ts";
import type { Protocol } from "./records.ts";

const PROTOCOLS: readonly Protocol[] = [
  "application",
  "email",
  "email-json",
  "firehose",
  "http",
  "https",
  "lambda",
  "sms",
  "sqs",
];

/** The protocol, if messages can be delivered by it. */
export function parseProtocol(text: string): Protocol {
  const protocol = PROTOCOLS.find((known) => known === text);
  if (protocol !== undefined) return protocol;
  throw invalidParameter(`Amazon SNS does not support this protocol string: ${text}`);
}

/** The endpoint; throws unless messages of this topic can be delivered to it. */
export function requireEndpoint(protocol: Protocol, endpoint: string | undefined, isFifoTopic: boolean): string {
  if (endpoint === undefined || endpoint === "") throw invalidParameter("Endpoint");
  // AWS: "FIFO topics example use case": other endpoints are reached through a queue. The wording is recorded.
  if (isFifoTopic && protocol !== "sqs")
    throw invalidParameter("Invalid parameter: Endpoint Reason: Please use FIFO SQS queue");
  FORMS[protocol](endpoint);
  if (protocol === "sqs" && endpoint.endsWith(".fifo") && !isFifoTopic)
    throw invalidParameter(
      "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
    );
  return protocol === "sms" ? (parsePhoneNumber(endpoint) ?? endpoint) : endpoint;
}

const FORMS: Readonly<Record<Protocol, (endpoint: string) => void>> = {
  application: (endpoint) => requireArn(endpoint, "sns", "Application endpoint arn"),
  email: requireMailbox,
  "email-json": requireMailbox,
  firehose: (endpoint) => requireArn(endpoint, "firehose", "Firehose endpoint ARN"),
  http: (endpoint) => requireUrl(endpoint, "http"),
  https: (endpoint) => requireUrl(endpoint, "https"),
  lambda: (endpoint) => requireArn(endpoint, "lambda", "Lambda endpoint ARN"),
  sms: (endpoint) => {
    if (parsePhoneNumber(endpoint) === undefined) throw invalidParameter(`Invalid SMS endpoint: ${endpoint}`);
  },
  sqs: (endpoint) => requireArn(endpoint, "sqs", "SQS endpoint ARN"),
};

function requireArn(endpoint: string, service: string, wording: string): void {
  if (parseArn(endpoint)?.service !== service) throw invalidParameter(wording);
}

function requireMailbox(endpoint: string): void {
  // LIMIT: the length of an address by RFC 5321.
  if (!/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(endpoint) || endpoint.length > 254) throw invalidParameter("Email address");
}

// AWS: recorded from the service.
function requireUrl(endpoint: string, protocol: "http" | "https"): void {
  if (!endpoint.startsWith(`${protocol}://`)) throw invalidParameter("Endpoint must match the specified protocol");
  if (!URL.canParse(endpoint)) throw invalidParameter(`Endpoint Reason: ${endpoint} is not a valid URL`);
}

/** A number in E.164 form with its plus; undefined for other texts. AWS: "Publishing to a mobile phone". */
export function parsePhoneNumber(text: string): string | undefined {
  const digits = text.replaceAll(/[\s().-]/g, "");
  return /^\+?[1-9]\d{6,14}$/.test(digits) ? `+${digits.replace("+", "")}` : undefined;
}

/** The account that owns an endpoint; undefined where nothing says: URLs, mailboxes, telephones. */
export function endpointAccount(protocol: Protocol, endpoint: string): string | undefined {
  return protocol === "sqs" || protocol === "lambda" || protocol === "application"
    ? parseArn(endpoint)?.account
    : undefined;
}
