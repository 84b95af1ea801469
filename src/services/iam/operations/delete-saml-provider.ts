// DeleteSAMLProvider: its responses open no role from now on.

import type { DeleteSAMLProviderCommandInput, DeleteSAMLProviderCommandOutput } from "@aws-sdk/client-iam";
import { changeIam, removeNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireSamlProvider } from "../saml-providers.ts";

export const deleteSamlProvider = defineOperation<
  Input<DeleteSAMLProviderCommandInput>,
  DeleteSAMLProviderCommandOutput
>("DeleteSAMLProvider", (input, { store, account }) => {
  changeIam<void>(store, (tx) => {
    const { name } = requireSamlProvider(tx, account, input.SAMLProviderArn);
    removeNamed(tx, account, "saml-provider", name);
  });
  return {};
});
