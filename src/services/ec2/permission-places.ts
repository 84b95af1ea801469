// Which resource an association is of: requests name associations, and policies the resources.

import type { PermissionCall } from "../../service/service.ts";
import type { AnyKind } from "./kinds.ts";
import { listAll } from "./repo.ts";

/** The id of the resource of that kind which has the association; undefined where there is none. */
export function placeOfAssociation(call: PermissionCall, kind: AnyKind, associationId: unknown): string | undefined {
  return call.yard.store.read((tx) => {
    if (kind === "route-table")
      return listAll(tx, call, kind).find(
        ({ mainAssociationId, associations }) =>
          mainAssociationId === associationId || associations.some(({ id }) => id === associationId),
      )?.id;
    if (kind === "elastic-ip")
      return listAll(tx, call, kind).find(({ association }) => association?.id === associationId)?.id;
    if (kind === "subnet")
      return listAll(tx, call, kind).find(({ ipv6Blocks }) =>
        ipv6Blocks.some((one) => one.associationId === associationId),
      )?.id;
    return listAll(tx, call, "vpc").find(({ blocks, ipv6Blocks }) =>
      [...blocks, ...ipv6Blocks].some((one) => one.associationId === associationId),
    )?.id;
  });
}
