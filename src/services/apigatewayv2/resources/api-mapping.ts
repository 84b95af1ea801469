// AWS::ApiGatewayV2::ApiMapping.

import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { everyDomain } from "./domain-name.ts";
import { ifThere, textOf } from "./properties.ts";

/** A stage of an API below a path of a domain. Ref is the mapping's id. */
export const apiMapping: ResourceType = {
  typeName: "AWS::ApiGatewayV2::ApiMapping",
  properties: ["ApiId", "ApiMappingKey", "DomainName", "Stage"],

  async create(properties, { aws }) {
    const input = inputOf(properties);
    const { DomainName, ApiMappingKey } = input;
    const { Items = [] } = await aws.apiGatewayV2.getApiMappings({ DomainName, MaxResults: "1000" });
    const present = Items.find((each) => each.ApiMappingKey === ApiMappingKey);
    // The very same is what an interrupted creation left; any other is a conflict, which the API tells.
    const isOwn = present?.ApiId === input.ApiId && present?.Stage === input.Stage;
    return stateOf(isOwn ? present?.ApiMappingId : (await aws.apiGatewayV2.createApiMapping(input)).ApiMappingId);
  },

  async read(physicalId, { aws }, known) {
    const DomainName = known === undefined ? undefined : textOf(known, "DomainName");
    if (DomainName === undefined) return undefined;
    const found = await ifThere(() => aws.apiGatewayV2.getApiMapping({ DomainName, ApiMappingId: physicalId }));
    if (found === undefined) return undefined;
    return { DomainName, ApiId: found.ApiId, ApiMappingKey: found.ApiMappingKey, Stage: found.Stage };
  },

  async list(context) {
    const found: { DomainName: string; ApiMappingId: string }[] = [];
    for (const DomainName of await everyDomain(context)) {
      const mappings = await everyPage(async (NextToken: string | undefined) => {
        const answer = await context.aws.apiGatewayV2.getApiMappings({ DomainName, NextToken });
        return { items: answer.Items, next: answer.NextToken };
      });
      found.push(...mappings.map(({ ApiMappingId = "" }) => ({ DomainName, ApiMappingId })));
    }
    return found;
  },

  async update(physicalId, properties, _previous, { aws }) {
    await aws.apiGatewayV2.updateApiMapping({ ...inputOf(properties), ApiMappingId: physicalId });
    return stateOf(physicalId);
  },

  async delete(physicalId, properties, { aws }) {
    const DomainName = textOf(properties, "DomainName");
    await ifThere(() => aws.apiGatewayV2.deleteApiMapping({ DomainName, ApiMappingId: physicalId }));
  },
};

interface MappingInput {
  readonly ApiId: string | undefined;
  readonly ApiMappingKey: string;
  readonly DomainName: string | undefined;
  readonly Stage: string | undefined;
}

function inputOf(properties: Properties): MappingInput {
  return {
    ApiId: textOf(properties, "ApiId"),
    // A template that says no key means the domain's root.
    ApiMappingKey: textOf(properties, "ApiMappingKey") ?? "",
    DomainName: textOf(properties, "DomainName"),
    Stage: textOf(properties, "Stage"),
  };
}

function stateOf(id: string | undefined): ResourceState {
  return { physicalId: String(id), attributes: { ApiMappingId: String(id) } };
}
