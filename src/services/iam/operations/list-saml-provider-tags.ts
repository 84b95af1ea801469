// ListSAMLProviderTags: lists the tags of a provider.

import type { ListSAMLProviderTagsCommandInput, ListSAMLProviderTagsCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageMembers, pageOf } from "../pages.ts";
import { requireSamlProvider } from "../saml-providers.ts";
import { tagItems } from "../tags.ts";

export const listSamlProviderTags = defineOperation<
  Input<ListSAMLProviderTagsCommandInput>,
  ListSAMLProviderTagsCommandOutput
>("ListSAMLProviderTags", (input, { store, account }) => {
  const { tags } = store.read((tx) => requireSamlProvider(tx, account, input.SAMLProviderArn));
  const page = pageOf(tagItems(tags), input, (tag) => tag.Key);
  return { Tags: [...page.items], ...pageMembers(page) };
});
