// GetTagValues: the values that a tag key has in use.

import type { GetTagValuesCommandInput, GetTagValuesCommandOutput } from "@aws-sdk/client-resource-groups-tagging-api";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOfTexts } from "../pages.ts";
import { taggedResources, type Taggings } from "../resources.ts";

export const getTagValues = (taggings: Taggings) =>
  defineOperation<Input<GetTagValuesCommandInput>, GetTagValuesCommandOutput>("GetTagValues", (input, context) => {
    const values = context.store.read((tx) =>
      [...taggedResources(taggings(), tx, context, ({ tags }) => Object.hasOwn(tags, input.Key))].map(
        ({ tags }) => tags[input.Key] ?? "",
      ),
    );
    const { texts, next } = pageOfTexts(values, input.PaginationToken, context.clock.nowMs());
    return { TagValues: texts, PaginationToken: next };
  });
