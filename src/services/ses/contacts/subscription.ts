// Mails to a contact list: who has left is not written to, and each mail has the link by which its recipient can leave.
//
// AWS: "Using subscription management": one recipient a mail; who is not on the list yet is put there; {{amazonSESUnsubscribeUrl}}
// in the body becomes the link; List-Unsubscribe and List-Unsubscribe-Post are added.

import type { Context } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { addressOf } from "../addresses.ts";
import type { ContactListRecord, ContactRecord, Header } from "../records.ts";
import { contactLists, contacts, unsubscribes } from "../repo.ts";
import type { Outgoing } from "../sending/mails.ts";
import { badRequest, notFound, notImplemented } from "../v2/errors.ts";
import { UNSUBSCRIBE_PATH } from "./leave.ts";

const PLACEHOLDER = "{{amazonSESUnsubscribeUrl}}";

/** Whether a contact wants mails of a topic; of a list without topics, mails at all. */
export function isSubscribed(list: ContactListRecord, contact: ContactRecord, topic: string | undefined): boolean {
  if (contact.hasLeftAll) return false;
  if (topic === undefined) return true;
  const fallback = list.topics.find(({ name }) => name === topic)?.defaultStatus;
  return (contact.preferences[topic] ?? fallback) === "OPT_IN";
}

/** The mail as a list's member gets it. */
export function forList(
  context: Context,
  outgoing: Outgoing,
  { list: listName, topic }: { readonly list: string; readonly topic: string | undefined },
  messageId: string,
): Outgoing {
  const recipients = [...outgoing.to, ...outgoing.cc, ...outgoing.bcc];
  const [only] = recipients;
  if (only === undefined || recipients.length > 1) throw badRequest("List management needs exactly one recipient.");
  if (outgoing.content.kind === "raw") throw notImplemented("List management of a raw message");
  const address = addressOf(only) ?? only;
  const token = context.random.hex(32);
  const { list, contact } = context.store.write((tx) => {
    const found = requireList(tx, context, listName);
    if (topic !== undefined && !found.topics.some(({ name }) => name === topic))
      throw notFound(`List ${listName} doesn't contain topic ${topic}.`);
    const known = contacts.load(tx, context, listName, address.toLowerCase());
    const nowMs = context.clock.nowMs();
    const member: ContactRecord = known ?? {
      v: 1,
      list: listName,
      address,
      preferences: {},
      hasLeftAll: false,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
    };
    if (known === undefined) contacts.save(tx, context, member);
    unsubscribes.save(tx, context, {
      v: 1,
      token,
      list: listName,
      ...(topic === undefined ? {} : { topic }),
      address,
      messageId,
    });
    return { list: found, contact: member };
  });
  const url = `${context.origin}${UNSUBSCRIBE_PATH}/${context.account}/${context.region}/${token}`;
  const { content } = outgoing;
  const added: Header[] = [
    { name: "List-Unsubscribe", value: `<${url}>` },
    { name: "List-Unsubscribe-Post", value: "List-Unsubscribe=One-Click" },
  ];
  return {
    ...outgoing,
    unsubscribed: isSubscribed(list, contact, topic) ? [] : [address],
    content: {
      ...content,
      ...(content.text === undefined ? {} : { text: content.text.replaceAll(PLACEHOLDER, url) }),
      ...(content.html === undefined ? {} : { html: content.html.replaceAll(PLACEHOLDER, url) }),
      headers: [...content.headers, ...added],
    },
  };
}

/** The list of this name, or NotFoundException. */
export function requireList(tx: ReadTx, scope: Context, name: string): ContactListRecord {
  const list = contactLists.load(tx, scope, name);
  if (list === undefined) throw notFound(`List with name: ${name} doesn't exist.`);
  return list;
}
