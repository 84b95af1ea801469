// ListTemplates: all templates, in pages.

import type { ListTemplatesCommandInput, ListTemplatesCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { templates } from "../../repo.ts";
import { pageOf } from "../shapes.ts";

export const listTemplates = defineOperation<Input<ListTemplatesCommandInput>, ListTemplatesCommandOutput>(
  "ListTemplates",
  (input, context) => {
    const { items, next } = context.store.read((tx) =>
      pageOf(
        { size: input.MaxItems, token: input.NextToken, most: 100 },
        (after) => templates.list(tx, context, after === undefined ? {} : { after }),
        ({ name }) => name,
      ),
    );
    return {
      TemplatesMetadata: items.map(({ name, createdAtMs }) => ({
        Name: name,
        CreatedTimestamp: new Date(createdAtMs),
      })),
      ...next,
    };
  },
);
