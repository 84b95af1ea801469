// ListOpenIDConnectProviderTags: lists the tags of a provider.

import type {
  ListOpenIDConnectProviderTagsCommandInput,
  ListOpenIDConnectProviderTagsCommandOutput,
} from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireProvider } from "../oidc-providers.ts";
import { pageMembers, pageOf } from "../pages.ts";
import { tagItems } from "../tags.ts";

export const listOpenIdConnectProviderTags = defineOperation<
  Input<ListOpenIDConnectProviderTagsCommandInput>,
  ListOpenIDConnectProviderTagsCommandOutput
>("ListOpenIDConnectProviderTags", (input, { store, account }) => {
  const { tags } = store.read((tx) => requireProvider(tx, account, input.OpenIDConnectProviderArn));
  const page = pageOf(tagItems(tags), input, (tag) => tag.Key);
  return { Tags: [...page.items], ...pageMembers(page) };
});
