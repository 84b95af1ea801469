// What CloudFront's policies, access controls, key groups and public keys have alike: one configuration under an id, with a version that changes
// with it, and the same six operations (Create, Get, Get...Config, Update, Delete, List). Written once; a family says how its own differ.

import { isDeepStrictEqual } from "node:util";
import type { Random } from "../../../kernel/random.ts";
import type { Context } from "../../../service/context.ts";
import type { Operation } from "../../../service/service.ts";
import type { ReadTx } from "../../../store/store.ts";
import { type ErrorCode, fault, invalidArgument } from "../errors.ts";
import { newEtag, requireVersion } from "../ids.ts";
import type { ThingRecord } from "../records.ts";
import { listThings, loadThing, removeThing, saveThing, type ThingKind } from "../repo.ts";
import { pageOf } from "../pages.ts";

export interface Family<Config extends object> {
  readonly kind: ThingKind;
  /** In operations' names and answers: "CachePolicy". */
  readonly one: string;
  /** In the name of the list's operation: "CachePolicies". */
  readonly many: string;
  /** LIMIT: so many in an account. AWS: "Quotas" (CloudFront developer guide). */
  readonly most: number;
  readonly errors: {
    readonly missing: ErrorCode;
    readonly exists: ErrorCode;
    readonly inUse: ErrorCode;
    readonly tooMany: ErrorCode;
  };
  /** What AWS gives every account: found by their ids, changed by nobody. */
  readonly managed?: readonly ThingRecord<Config>[];
  newId(random: Random): string;
  /** The configuration as it is kept; throws for one that is not right. `before` is what an update changes. */
  complete(config: Config, tx: ReadTx, account: string, before?: Config): Config;
  /** What no two of an account have alike. */
  sameAs(one: Config, other: Config): boolean;
  /** Whether making one that is there already, with the same content, is no mistake. */
  readonly givesWhatIsThere?: boolean;
  /** Whether something needs it. */
  isUsed(id: string, tx: ReadTx, account: string): boolean;
  /** As Get shows it. */
  shown(thing: ThingRecord<Config>): object;
  /** As lists show it. */
  listed(thing: ThingRecord<Config>): object;
  /** Lists that say with Marker and IsTruncated where they are. */
  readonly listHasMarker?: boolean;
}

/** The one of an id, AWS's own included. */
export function findThing<Config extends object>(
  family: Pick<Family<Config>, "kind" | "managed">,
  tx: ReadTx,
  account: string,
  id: string,
): ThingRecord<Config> | undefined {
  return family.managed?.find((each) => each.id === id) ?? loadThing(tx, account, family.kind, id);
}

type Values = Readonly<Record<string, unknown>>;

/** The six operations of a family. */
export function operationsOf<Config extends object>(family: Family<Config>): readonly Operation[] {
  const { one, many, kind, errors } = family;
  const configMember = `${one}Config`;
  const idMember = "Id";

  function configOf(input: Values): Config {
    return input[configMember] as Config;
  }

  function requireOwn(tx: ReadTx, account: string, id: string): ThingRecord<Config> {
    const thing = loadThing<Config>(tx, account, kind, id);
    if (thing === undefined) throw fault(errors.missing);
    return thing;
  }

  function requireUnique(tx: ReadTx, account: string, config: Config, id?: string): void {
    if (listThings<Config>(tx, account, kind).some((each) => each.id !== id && family.sameAs(each.config, config)))
      throw fault(errors.exists);
  }

  const create = operation(`Create${one}`, (input, { account, random, clock, store, origin }) => {
    const thing = store.write((tx) => {
      const config = family.complete(configOf(input), tx, account);
      const own = family.givesWhatIsThere === true ? listThings<Config>(tx, account, kind) : [];
      const there = own.find((each) => isDeepStrictEqual(each.config, config));
      if (there !== undefined) return there;
      requireUnique(tx, account, config);
      if (listThings(tx, account, kind).length >= family.most) throw fault(errors.tooMany);
      const nowMs = clock.nowMs();
      const made: ThingRecord<Config> = {
        v: 1,
        id: family.newId(random),
        etag: newEtag(random),
        config,
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
      };
      saveThing(tx, account, kind, made);
      return made;
    });
    const location = `${origin}/2020-05-31/${kind}/${thing.id}`;
    return { [one]: family.shown(thing), Location: location, ETag: thing.etag };
  });

  const find = (input: Values, { account, store }: Context): ThingRecord<Config> => {
    const thing = store.read((tx) => findThing(family, tx, account, String(input[idMember])));
    if (thing === undefined) throw fault(errors.missing);
    return thing;
  };

  const get = operation(`Get${one}`, (input, context) => {
    const thing = find(input, context);
    return { [one]: family.shown(thing), ETag: thing.etag };
  });

  const getConfig = operation(`Get${one}Config`, (input, context) => {
    const { config, etag } = find(input, context);
    return { [configMember]: config, ETag: etag };
  });

  const update = operation(`Update${one}`, (input, { account, random, clock, store }) => {
    const id = String(input[idMember]);
    const thing = store.write((tx) => {
      if (isManaged(family, id)) throw fault("IllegalUpdate");
      const before = requireOwn(tx, account, id);
      requireVersion(before.etag, input["IfMatch"] as string | undefined);
      const config = family.complete(configOf(input), tx, account, before.config);
      requireUnique(tx, account, config, id);
      if (isDeepStrictEqual(config, before.config)) return before;
      const after = { ...before, config, etag: newEtag(random), updatedAtMs: clock.nowMs() };
      saveThing(tx, account, kind, after);
      return after;
    });
    return { [one]: family.shown(thing), ETag: thing.etag };
  });

  const remove = operation(`Delete${one}`, (input, { account, store }) => {
    const id = String(input[idMember]);
    store.write((tx) => {
      if (isManaged(family, id)) throw fault("IllegalDelete");
      const before = requireOwn(tx, account, id);
      requireVersion(before.etag, input["IfMatch"] as string | undefined);
      if (family.isUsed(id, tx, account)) throw fault(errors.inUse);
      removeThing(tx, account, kind, id);
    });
    return {};
  });

  const list = operation(`List${many}`, (input, { account, store }) => {
    const type = input["Type"] as string | undefined;
    if (type !== undefined && type !== "managed" && type !== "custom")
      throw invalidArgument(`The parameter Type must be "managed" or "custom".`);
    const own = type === "managed" ? [] : store.read((tx) => listThings<Config>(tx, account, kind));
    const managed = type === "custom" ? [] : (family.managed ?? []);
    const page = pageOf([...managed, ...own], ({ id }) => id, input, family.listHasMarker === true);
    const Items = page.items.map((thing) => family.listed(thing));
    return { [`${one}List`]: { ...page.members, Quantity: Items.length, ...(Items.length > 0 && { Items }) } };
  });

  return [create, get, getConfig, update, remove, list];
}

/** Whether an id is one of AWS's own. */
export function isManaged(family: Pick<Family<object>, "managed">, id: string): boolean {
  return family.managed?.some((each) => each.id === id) === true;
}

// Inputs are decoded by the model; the families' types say the rest.
function operation(name: string, run: (input: Values, context: Context) => object): Operation {
  return { name, run };
}
