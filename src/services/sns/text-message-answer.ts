// What a person answers to a text message. AWS: "Opting out of receiving SMS messages".

import type { Scope } from "../../service/context.ts";
import type { Store } from "../../store/store.ts";
import { loadOptOut, saveOptOut } from "./repo.ts";
import { isOptOut, requirePhoneNumber } from "./sms.ts";

/** Takes an answer in; only the words that opt out have an effect. */
export function answerTextMessage(store: Store, scope: Scope, phoneNumber: string, text: string): void {
  const number = requirePhoneNumber(phoneNumber);
  if (!isOptOut(text)) return;
  store.write((tx) => saveOptOut(tx, scope, { v: 1, ...loadOptOut(tx, scope, number), number, isOptedOut: true }));
}
