// Version 2's shapes of contact lists and contacts.

import type { Contact, Topic as TopicShape, TopicFilter, TopicPreference } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../service/apis.ts";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { isSubscribed } from "../contacts/subscription.ts";
import { MOST_TOPICS } from "../limits.ts";
import type { ContactListRecord, ContactRecord, Topic } from "../records.ts";
import { contacts } from "../repo.ts";
import { badRequest, notFound } from "./errors.ts";

type Status = "OPT_IN" | "OPT_OUT";

/** AWS: Topic: names of letters, digits, underscores and dashes; 20 a list. */
export function readTopics(given: readonly Input<TopicShape>[] = []): Topic[] {
  if (given.length > MOST_TOPICS) throw badRequest(`A contact list can have at most ${MOST_TOPICS} topics.`);
  if (new Set(given.map(({ TopicName }) => TopicName)).size < given.length) throw badRequest("Duplicate topic names.");
  return given.map(({ TopicName, DisplayName, Description, DefaultSubscriptionStatus }) => {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(TopicName)) throw badRequest(`Invalid topic name: ${TopicName}.`);
    return {
      name: TopicName,
      displayName: DisplayName,
      ...(Description === undefined ? {} : { description: Description }),
      defaultStatus: DefaultSubscriptionStatus,
    };
  });
}

export function writeTopic({ name, displayName, description, defaultStatus }: Topic): TopicShape {
  return {
    TopicName: name,
    DisplayName: displayName,
    ...(description === undefined ? {} : { Description: description }),
    DefaultSubscriptionStatus: defaultStatus,
  };
}

/** Preferences by topic; those of topics that the list does not have are refused. */
export function readPreferences(
  list: ContactListRecord,
  given: readonly Input<TopicPreference>[] = [],
): Record<string, Status> {
  return Object.fromEntries(
    given.map(({ TopicName, SubscriptionStatus }) => {
      if (!list.topics.some(({ name }) => name === TopicName))
        throw badRequest(`List ${list.name} doesn't contain topic ${TopicName}.`);
      return [TopicName, SubscriptionStatus];
    }),
  );
}

/** A contact as lists and GetContact show it: its own preferences, and those that its list has for the other topics. */
export function writeContact(list: ContactListRecord, contact: ContactRecord): Contact {
  const others = list.topics.filter(({ name }) => contact.preferences[name] === undefined);
  return {
    EmailAddress: contact.address,
    TopicPreferences: Object.entries(contact.preferences).map(([TopicName, SubscriptionStatus]) => ({
      TopicName,
      SubscriptionStatus,
    })),
    TopicDefaultPreferences: others.map(({ name, defaultStatus }) => ({
      TopicName: name,
      SubscriptionStatus: defaultStatus,
    })),
    UnsubscribeAll: contact.hasLeftAll,
    LastUpdatedTimestamp: new Date(contact.updatedAtMs),
  };
}

export function requireContact(tx: ReadTx, scope: Scope, list: string, address: string): ContactRecord {
  const contact = contacts.load(tx, scope, list, address.toLowerCase());
  if (contact === undefined) throw notFound(`Contact doesn't exist in list.`);
  return contact;
}

/** AWS: ListContactsFilter: without a topic, the status is that of the whole list. */
export function statusFor(
  list: ContactListRecord,
  contact: ContactRecord,
  filter: TopicFilter | undefined,
): Status | undefined {
  const topic = filter?.TopicName;
  if (topic === undefined) return contact.hasLeftAll ? "OPT_OUT" : "OPT_IN";
  if (contact.hasLeftAll) return "OPT_OUT";
  if (contact.preferences[topic] === undefined && filter?.UseDefaultIfPreferenceUnavailable !== true) return undefined;
  return isSubscribed(list, contact, topic) ? "OPT_IN" : "OPT_OUT";
}
