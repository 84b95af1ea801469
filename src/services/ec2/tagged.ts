// All resources with their tags, and changes of one's tags by its id alone.

import type { TagSpecification } from "@aws-sdk/client-ec2";
import type { Scope } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { ec2Error } from "./errors.ts";
import { amend, need } from "./finding.ts";
import { type AnyKind, kindOfId, notFound } from "./kinds.ts";
import type { Kind, SecurityGroupRecord, Tags } from "./records.ts";
import { listAll, load, save } from "./repo.ts";

interface Tagged {
  readonly id: string;
  readonly kind: AnyKind & ResourceKind;
  readonly tags: Tags;
}

/** The kinds as the API names them. */
type ResourceKind = NonNullable<TagSpecification["ResourceType"]>;

// oxfmt-ignore
const TAGGED_KINDS = [
  "dhcp-options", "elastic-ip", "internet-gateway", "natgateway", "network-acl", "network-interface", "route-table", "security-group",
  "subnet", "vpc", "vpc-endpoint",
] as const satisfies readonly Kind[];

/** Every resource and every rule, in the order of their ids. */
export function taggedResources(tx: ReadTx, scope: Scope): Tagged[] {
  const resources = TAGGED_KINDS.flatMap((kind) =>
    listAll(tx, scope, kind).map(({ id, tags }): Tagged => ({ id, kind, tags })),
  );
  const rules = listAll(tx, scope, "security-group").flatMap((group) =>
    group.rules.map(({ id, tags }): Tagged => ({ id, kind: "security-group-rule", tags })),
  );
  return [...resources, ...rules].toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** The tags of a resource, by its id; undefined where there is none. */
export function tagsOfId(tx: ReadTx, scope: Scope, id: string): Tags | undefined {
  const kind = kindOfId(id);
  if (kind === undefined || kind === "prefix-list") return undefined;
  if (kind !== "security-group-rule") return load(tx, scope, kind, id)?.tags;
  return groupOfRule(tx, scope, id)?.rules.find((rule) => rule.id === id)?.tags;
}

/** Keeps what `change` makes of a resource's tags; throws for ids of nothing. */
export function changeTags(tx: WriteTx, scope: Scope, id: string, change: (tags: Tags) => Tags): void {
  const kind = kindOfId(id);
  // AWS: the wording is from memory.
  if (kind === undefined || kind === "prefix-list") throw ec2Error("InvalidID", `The ID '${id}' is not valid`);
  if (kind !== "security-group-rule") {
    const { tags } = need(tx, scope, kind, id);
    amend(tx, scope, kind, id, { tags: change(tags) });
    return;
  }
  const group = groupOfRule(tx, scope, id);
  if (group === undefined) throw notFound(kind, id);
  const rules = group.rules.map((rule) => (rule.id === id ? { ...rule, tags: change(rule.tags) } : rule));
  save(tx, scope, "security-group", { ...group, rules });
}

function groupOfRule(tx: ReadTx, scope: Scope, id: string): SecurityGroupRecord | undefined {
  return listAll(tx, scope, "security-group").find(({ rules }) => rules.some((rule) => rule.id === id));
}
