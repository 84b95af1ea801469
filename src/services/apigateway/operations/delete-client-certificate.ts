// DeleteClientCertificate: removes a client certificate.

import type {
  DeleteClientCertificateCommandInput,
  DeleteClientCertificateCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireThing } from "../finding.ts";
import { removeThing } from "../repo.ts";

export const deleteClientCertificate = defineOperation<
  Input<DeleteClientCertificateCommandInput>,
  DeleteClientCertificateCommandOutput
>("DeleteClientCertificate", (input, context) => {
  const { clientCertificateId } = input;
  context.store.write((tx) => {
    requireThing(tx, context, "clientCertificate", clientCertificateId);
    removeThing(tx, context, "clientCertificate", clientCertificateId);
  });
  return {};
});
