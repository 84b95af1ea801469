// ExportCertificate: a certificate with its key, encrypted by a passphrase, if its request allowed it.

import type { ExportCertificateCommandInput, ExportCertificateCommandOutput } from "@aws-sdk/client-acm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { createPrivateKey } from "node:crypto";
import { requireCertificate } from "../certificates.ts";
import { inProgress, invalid } from "../errors.ts";
import { privateKeyOf } from "../issuing.ts";
import { saveCertificate } from "../repo.ts";

export const exportCertificate = defineOperation<Input<ExportCertificateCommandInput>, ExportCertificateCommandOutput>(
  "ExportCertificate",
  async ({ CertificateArn: arn, Passphrase: passphrase }, context) => {
    const certificate = context.store.read((tx) => requireCertificate(tx, context, arn));
    const { id, issued, isExportable } = certificate;
    // AWS: ExportCertificate: private certificates, and public ones whose request said so.
    if (!isExportable) throw invalid(`The certificate ${arn} is not exportable.`);
    if (issued === undefined) throw inProgress("Certificate request in progress. Please try again later.");
    const key = createPrivateKey(await privateKeyOf(context, context, id, issued));
    context.store.write((tx) => {
      saveCertificate(tx, context, { ...requireCertificate(tx, context, arn), isExported: true });
    });
    return {
      Certificate: issued.certificate,
      CertificateChain: issued.chain,
      PrivateKey: key
        .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: Buffer.from(passphrase) })
        .toString(),
    };
  },
);
