// AWS::Route53::RecordSet.

import type { ResourceType } from "../../../service/resource-type.ts";
import {
  createRecordSets,
  decodeRecordSet,
  deleteRecordSets,
  findRecordSet,
  ifZoneIsThere,
  RECORD_PROPERTIES,
  updateRecordSets,
  zoneIdOf,
} from "./template-records.ts";

/** One record set. Ref is its name, as AWS: "Return values". */
export const recordSetType: ResourceType = {
  typeName: "AWS::Route53::RecordSet",
  properties: [...RECORD_PROPERTIES, "Comment", "HostedZoneId", "HostedZoneName"],
  // AWS: it is the comment of the change, which nothing shows afterwards.
  keptNotEnforced: { Comment: "is a note on the change" },

  async create(properties, context) {
    await createRecordSets(context, await zoneIdOf(properties, context), [properties]);
    return { physicalId: String(properties["Name"]), attributes: {} };
  },

  async read(_physicalId, context, known) {
    if (known === undefined) return undefined;
    const zoneId = await ifZoneIsThere(() => zoneIdOf(known, context));
    const live = zoneId === undefined ? undefined : await findRecordSet(context, zoneId, known);
    if (live === undefined) return undefined;
    const { HostedZoneId, HostedZoneName, Comment } = known;
    return {
      ...decodeRecordSet(live, known),
      ...(HostedZoneId !== undefined && { HostedZoneId }),
      ...(HostedZoneName !== undefined && { HostedZoneName }),
      ...(Comment !== undefined && { Comment }),
    };
  },

  async update(physicalId, properties, previous, context) {
    await updateRecordSets(context, await zoneIdOf(properties, context), [properties], [previous]);
    return { physicalId, attributes: {} };
  },

  async delete(_physicalId, properties, context) {
    const zoneId = await ifZoneIsThere(() => zoneIdOf(properties, context));
    if (zoneId !== undefined) await deleteRecordSets(context, zoneId, [properties]);
  },
};
