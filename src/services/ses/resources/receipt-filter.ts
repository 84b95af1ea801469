// AWS::SES::ReceiptFilter.

import type { ReceiptFilter } from "@aws-sdk/client-ses";
import type { ResourceType } from "../../../service/resource-type.ts";
import { make, settingsOf, text } from "./owned.ts";

/** A filter by IP addresses. Ref and Id are its name. Every change replaces it. */
export const receiptFilterType: ResourceType = {
  typeName: "AWS::SES::ReceiptFilter",
  properties: ["Filter"],

  async create(properties, context) {
    const filter = settingsOf(properties, "Filter");
    const name = text(filter["Name"] ?? context.generateName({ maxLength: 64 }));
    const IpFilter = filter["IpFilter"] as ReceiptFilter["IpFilter"];
    // A generated name is this step's own; a name of the template's may be somebody else's.
    const isOurs = async () => filter["Name"] === undefined;
    await make(() => context.aws.ses.createReceiptFilter({ Filter: { Name: name, IpFilter } }), isOurs);
    return { physicalId: name, attributes: { Id: name } };
  },

  async read(physicalId, { aws }) {
    const { Filters = [] } = await aws.ses.listReceiptFilters({});
    const found = Filters.find(({ Name }) => Name === physicalId);
    return found && { Filter: found };
  },

  async list({ aws }) {
    const { Filters = [] } = await aws.ses.listReceiptFilters({});
    return Filters.map(({ Name }) => ({ Id: Name }));
  },

  attributesOf: (physicalId) => ({ Id: physicalId }),

  async delete(physicalId, _properties, { aws }) {
    await aws.ses.deleteReceiptFilter({ FilterName: physicalId });
  },
};
