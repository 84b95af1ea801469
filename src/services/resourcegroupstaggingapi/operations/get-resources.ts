// GetResources: the resources that have tags, filtered by tags and types, or of given ARNs.

import type {
  GetResourcesCommandInput,
  GetResourcesCommandOutput,
  ResourceTagMapping,
} from "@aws-sdk/client-resource-groups-tagging-api";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { type TaggedResource, tagList } from "../../../service/tagging.ts";
import { invalidParameter } from "../errors.ts";
import { hasTags, hasType } from "../filters.ts";
import { formatToken, parseToken } from "../pages.ts";
import { taggedResources, type Taggings } from "../resources.ts";

type GetResourcesInput = Input<GetResourcesCommandInput>;

/** LIMIT: AWS: ResourcesPerPage is 1 to 100; 50 where nothing is said. */
const MOST_RESOURCES = 100;
const USUAL_RESOURCES = 50;
/** LIMIT: AWS: TagsPerPage is 100 to 500. */
const FEWEST_TAGS = 100;
const MOST_TAGS = 500;

// DEVIATION: AWS lists resources that once had tags and have none now, too; that is not remembered here.
export const getResources = (taggings: Taggings) =>
  defineOperation<GetResourcesInput, GetResourcesCommandOutput>("GetResources", (input, context) => {
    checkCombination(input);
    const {
      TagFilters = [],
      ResourceTypeFilters = [],
      ResourceARNList,
      TagsPerPage = Number.POSITIVE_INFINITY,
    } = input;
    const arns = ResourceARNList === undefined ? undefined : new Set(ResourceARNList);
    const limit = arns === undefined ? (input.ResourcesPerPage ?? USUAL_RESOURCES) : MOST_RESOURCES;
    const nowMs = context.clock.nowMs();
    const after = parseToken(input.PaginationToken, nowMs);
    return context.store.read((tx) => {
      const page: ResourceTagMapping[] = [];
      let tags = 0;
      let last: string | undefined;
      const wanted = taggedResources(
        taggings(),
        tx,
        context,
        (resource, tagging) =>
          arns?.has(resource.arn) ?? (hasTags(resource, TagFilters) && hasType(resource, tagging, ResourceTypeFilters)),
        after,
      );
      for (const resource of wanted) {
        tags += Object.keys(resource.tags).length;
        if (page.length === limit || tags > TagsPerPage)
          return { ResourceTagMappingList: page, PaginationToken: formatToken(last, nowMs) };
        page.push(describe(resource));
        last = resource.arn;
      }
      return { ResourceTagMappingList: page, PaginationToken: "" };
    });
  });

/** AWS: GetResources: what cannot be given together, and the ranges of the page sizes. */
function checkCombination(input: GetResourcesInput): void {
  const { ResourceARNList, ResourceTypeFilters, TagFilters, ResourcesPerPage, TagsPerPage, PaginationToken } = input;
  if (ResourceARNList !== undefined) {
    const others = { ResourceTypeFilters, TagFilters, ResourcesPerPage, TagsPerPage, PaginationToken };
    for (const [name, value] of Object.entries(others))
      if (value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0))
        throw invalidParameter(`You can't specify both ResourceARNList and ${name} in the same request.`);
  }
  if (ResourcesPerPage !== undefined && (ResourcesPerPage < 1 || ResourcesPerPage > MOST_RESOURCES))
    throw invalidParameter(`ResourcesPerPage must be between 1 and ${MOST_RESOURCES}.`);
  if (TagsPerPage !== undefined && (TagsPerPage < FEWEST_TAGS || TagsPerPage > MOST_TAGS))
    throw invalidParameter(`TagsPerPage must be between ${FEWEST_TAGS} and ${MOST_TAGS}.`);
}

function describe({ arn, tags }: TaggedResource): ResourceTagMapping {
  return { ResourceARN: arn, Tags: tagList(tags) };
}
