// GetClientCertificates: the account's client certificates.

import type {
  GetClientCertificatesCommandInput,
  GetClientCertificatesCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf } from "../pages.ts";
import { listThings } from "../repo.ts";
import { certificateShape } from "../shapes.ts";

export const getClientCertificates = defineOperation<
  Input<GetClientCertificatesCommandInput>,
  GetClientCertificatesCommandOutput
>("GetClientCertificates", (input, context) => {
  const certificates = context.store.read((tx) => listThings(tx, context, "clientCertificate"));
  const { items, position } = pageOf(certificates, input);
  return { items: items.map(certificateShape), position };
});
