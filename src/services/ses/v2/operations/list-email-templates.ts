// ListEmailTemplates: all templates, in pages.

import type { ListEmailTemplatesCommandInput, ListEmailTemplatesCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { templates } from "../../repo.ts";
import { pageOf } from "../shapes.ts";

export const listEmailTemplates = defineOperation<
  Input<ListEmailTemplatesCommandInput>,
  ListEmailTemplatesCommandOutput
>("ListEmailTemplates", (input, context) => {
  const { items, next } = context.store.read((tx) =>
    pageOf(
      input,
      (after) => templates.list(tx, context, after === undefined ? {} : { after }),
      ({ name }) => name,
    ),
  );
  return {
    TemplatesMetadata: items.map(({ name, createdAtMs }) => ({
      TemplateName: name,
      CreatedTimestamp: new Date(createdAtMs),
    })),
    ...next,
  };
});
