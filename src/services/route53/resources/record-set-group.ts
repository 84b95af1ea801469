// AWS::Route53::RecordSetGroup.

import type { Properties, ResourceType } from "../../../service/resource-type.ts";
import {
  createRecordSets,
  decodeRecordSet,
  deleteRecordSets,
  findRecordSet,
  ifZoneIsThere,
  updateRecordSets,
  zoneIdOf,
} from "./template-records.ts";

/** Record sets of one zone that change together. */
export const recordSetGroupType: ResourceType = {
  typeName: "AWS::Route53::RecordSetGroup",
  properties: ["Comment", "HostedZoneId", "HostedZoneName", "RecordSets"],
  keptNotEnforced: { Comment: "is a note on the change" },
  notSupported: ["RecordSets.CidrRoutingConfig", "RecordSets.GeoProximityLocation"],

  async create(properties, context) {
    const physicalId = context.generateName({ maxLength: 128 });
    await createRecordSets(context, await zoneIdOf(properties, context), setsOf(properties));
    return { physicalId, attributes: { Id: physicalId } };
  },

  async read(_physicalId, context, known) {
    if (known === undefined) return undefined;
    const zoneId = await ifZoneIsThere(() => zoneIdOf(known, context));
    if (zoneId === undefined) return undefined;
    const RecordSets: Properties[] = [];
    for (const set of setsOf(known)) {
      const live = await findRecordSet(context, zoneId, set);
      if (live !== undefined) RecordSets.push(decodeRecordSet(live, set));
    }
    return RecordSets.length === 0 ? undefined : { ...known, RecordSets };
  },

  async update(physicalId, properties, previous, context) {
    await updateRecordSets(context, await zoneIdOf(properties, context), setsOf(properties), setsOf(previous));
    return { physicalId, attributes: { Id: physicalId } };
  },

  async delete(_physicalId, properties, context) {
    const zoneId = await ifZoneIsThere(() => zoneIdOf(properties, context));
    if (zoneId !== undefined) await deleteRecordSets(context, zoneId, setsOf(properties));
  },
};

function setsOf(properties: Properties): readonly Properties[] {
  return (properties["RecordSets"] ?? []) as readonly Properties[];
}
