// Text messages: an account's settings, what a message says of itself, and the words by which people opt out. Pure.
// AWS: SetSMSAttributes; "Publishing to a mobile phone"; "Opting out of receiving SMS messages".

import { parseArn } from "../../kernel/arns.ts";
import { LIMITS } from "./constraints.ts";
import { parsePhoneNumber } from "./endpoint.ts";
import { invalidParameter, notImplemented } from "./errors.ts";
import type { MessageAttributes } from "./records.ts";

type Attributes = Readonly<Record<string, string>>;

const CHECKS: Readonly<Record<string, (value: string) => boolean>> = {
  MonthlySpendLimit: (value) => /^\d+(\.\d+)?$/.test(value),
  DeliveryStatusIAMRole: (value) => parseArn(value)?.service === "iam",
  DeliveryStatusSuccessSamplingRate: (value) => /^\d+$/.test(value) && Number(value) <= 100,
  DefaultSenderID: isSenderId,
  DefaultSMSType: isMessageType,
};

/** Throws unless the settings may be kept. The wording of what is wrong is ours. */
export function requireSmsAttributes(attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "UsageReportS3Bucket" && value !== "") throw notImplemented('The attribute "UsageReportS3Bucket"');
    const check = CHECKS[name];
    if (check === undefined && name !== "UsageReportS3Bucket") throw invalidParameter(`Unknown attribute: ${name}`);
    if (value !== "" && check?.(value) === false) throw invalidParameter(`${name} Reason: Invalid value [${value}]`);
  }
}

/** Throws for names of settings that there are not. AWS: GetSMSAttributes: InvalidParameter; when is inferred. */
export function requireSmsAttributeNames(names: readonly string[]): void {
  for (const name of names)
    if (CHECKS[name] === undefined && name !== "UsageReportS3Bucket")
      throw invalidParameter(`Unknown attribute: ${name}`);
}

// AWS: "Setting SMS messaging preferences": up to 11 letters and digits, at least one letter, no spaces.
function isSenderId(value: string): boolean {
  return /^[A-Za-z0-9-]{1,11}$/.test(value) && /[A-Za-z]/.test(value);
}

function isMessageType(value: string): boolean {
  return value === "Promotional" || value === "Transactional";
}

/** The number that a call gives, in E.164 form. AWS: the wording is recorded. */
export function requirePhoneNumber(text: string): string {
  const number = parsePhoneNumber(text);
  if (number === undefined) throw invalidParameter(`PhoneNumber Reason: ${text} is not valid to publish to`);
  return number;
}

/** What a text message says of itself: its sender, its type, the most that it may cost. */
export function describeTextMessage(settings: Attributes, attributes: MessageAttributes | undefined): Attributes {
  const given = (name: string): string | undefined => {
    const value = attributes?.[`AWS.SNS.SMS.${name}`]?.value;
    return typeof value === "string" ? value : undefined;
  };
  const senderId = given("SenderID") ?? settings["DefaultSenderID"];
  const type = given("SMSType") ?? settings["DefaultSMSType"] ?? "Promotional";
  const maxPrice = given("MaxPrice");
  if (!isMessageType(type)) throw invalidParameter("SMSType");
  if (senderId !== undefined && !isSenderId(senderId)) throw invalidParameter("SenderID");
  if (maxPrice !== undefined && !(Number(maxPrice) >= 0)) throw invalidParameter("MaxPrice");
  return {
    type,
    ...(senderId === undefined ? {} : { senderId }),
    ...(maxPrice === undefined ? {} : { maxPrice }),
  };
}

/** AWS: "Publishing to a mobile phone": 1,600 characters in one call. */
export function requireTextLength(message: string): void {
  if (message.length > LIMITS.textMessageCharacters) throw invalidParameter("Message too long");
}

// AWS: "Opting out of receiving SMS messages".
const OPT_OUT_WORDS = new Set([
  "ARRET",
  "CANCEL",
  "END",
  "OPT-OUT",
  "OPTOUT",
  "QUIT",
  "REMOVE",
  "STOP",
  "TD",
  "UNSUBSCRIBE",
]);

/** True for an answer by which a person wants no more messages. */
export function isOptOut(answer: string): boolean {
  return OPT_OUT_WORDS.has(answer.trim().toUpperCase());
}
