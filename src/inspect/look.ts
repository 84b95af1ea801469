// What an account has, and what is inside of it, seen without touching it: for the console, and for whoever asks why a message waits.

import { AwsError } from "../kernel/errors.ts";
import type { Scope } from "../service/context.ts";
import type { ServiceDefinition } from "../service/service.ts";
import type { Store } from "../store/store.ts";

/** A look into one resource. */
export interface Look extends Scope {
  readonly service: string;
  /** Which of the service's views: "messages". */
  readonly view: string;
  readonly resource: string;
  /** At most so many rows. */
  readonly limit: number;
  readonly nowMs: number;
}

/** All resources of an account and region that can have tags, by service. */
export function resourcesOf(services: readonly ServiceDefinition[], store: Store, scope: Scope): readonly object[] {
  return store.read((tx) =>
    services.flatMap(({ id, tagging }) =>
      tagging === undefined ? [] : [...tagging.list(tx, scope)].map(({ arn, tags }) => ({ service: id, arn, tags })),
    ),
  );
}

/** The first rows of a view; throws for what there is no view of, and for a resource that is not there. */
export function lookInto(services: readonly ServiceDefinition[], store: Store, look: Look): readonly object[] {
  const { service, view, resource, limit } = look;
  const show = services.find(({ id }) => id === service)?.views?.[view];
  if (show === undefined) {
    const known = services.flatMap(({ id, views = {} }) => Object.keys(views).map((name) => `${id} ${name}`));
    throw new AwsError({
      code: "ValidationException",
      message: `There is no view "${view}" of ${service}. There are: ${known.sort().join(", ")}.`,
    });
  }
  return store.read<readonly object[]>((tx) => {
    const rows = show(tx, look, look);
    if (rows === undefined)
      throw new AwsError({ code: "ResourceNotFoundException", message: `${service} has no "${resource}" there.` });
    const first: object[] = [];
    for (const row of rows) {
      if (first.length === limit) break;
      first.push(row);
    }
    return first;
  });
}
