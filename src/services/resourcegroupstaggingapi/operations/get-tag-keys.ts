// GetTagKeys: the keys of all tags in use.

import type { GetTagKeysCommandInput, GetTagKeysCommandOutput } from "@aws-sdk/client-resource-groups-tagging-api";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOfTexts } from "../pages.ts";
import { taggedResources, type Taggings } from "../resources.ts";

export const getTagKeys = (taggings: Taggings) =>
  defineOperation<Input<GetTagKeysCommandInput>, GetTagKeysCommandOutput>("GetTagKeys", (input, context) => {
    const keys = context.store.read((tx) =>
      [...taggedResources(taggings(), tx, context, () => true)].flatMap(({ tags }) => Object.keys(tags)),
    );
    const { texts, next } = pageOfTexts(keys, input.PaginationToken, context.clock.nowMs());
    return { TagKeys: texts, PaginationToken: next };
  });
