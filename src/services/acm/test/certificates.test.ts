// Certificates requested, validated, imported, shown to TLS clients: through the SDK and real sockets.

import { execFileSync } from "node:child_process";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { request } from "node:https";
import { connect as connectHttp2 } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import {
  ACMClient,
  AddTagsToCertificateCommand,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  ExportCertificateCommand,
  GetCertificateCommand,
  ImportCertificateCommand,
  ListCertificatesCommand,
  ListTagsForCertificateCommand,
  RenewCertificateCommand,
  RequestCertificateCommand,
} from "@aws-sdk/client-acm";
import { ChangeResourceRecordSetsCommand, CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";
import { createAuthority, newKeyPair } from "../../../service/certificates/authority.ts";
import { secureRandom } from "../../../kernel/random.ts";
import { inbox } from "../inbox.ts";

let yard: TestYard;
let stateDir = "";
beforeAll(async () => {
  stateDir = mkdtempSync(join(tmpdir(), "stackyard-test-"));
  yard = await testYard({ httpsPort: 0, stateDir });
});
afterAll(async () => {
  await yard.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

const securePort = (): number => Number(new URL(yard.yard.secureAddress ?? "").port);
const authority = (): Promise<string> => yard.yard.context.authority.certificate();

/** Requests a certificate, and writes what validates it. */
async function issued(account: TestAccount, DomainName: string, more: object = {}) {
  const acm = account.client(ACMClient);
  const { CertificateArn = "" } = await acm.send(
    new RequestCertificateCommand({ DomainName, ValidationMethod: "DNS", KeyAlgorithm: "EC_prime256v1", ...more }),
  );
  const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
  expect(Certificate?.Status).toBe("PENDING_VALIDATION");
  const route53 = account.client(Route53Client);
  const zone = await route53.send(
    new CreateHostedZoneCommand({ Name: DomainName.replace("*.", ""), CallerReference: CertificateArn }),
  );
  const { ResourceRecord: record } = Certificate?.DomainValidationOptions?.[0] ?? {};
  const validated = yard.yard.context.signals.wait("acm/issued", 10_000);
  await route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zone.HostedZone?.Id,
      ChangeBatch: {
        Changes: [
          {
            Action: "UPSERT",
            ResourceRecordSet: {
              Name: record?.Name,
              Type: record?.Type,
              TTL: 60,
              ResourceRecords: [{ Value: record?.Value }],
            },
          },
        ],
      },
    }),
  );
  expect(await validated).toBe(true);
  return { acm, CertificateArn };
}

/** The certificate that a TLS client is shown under a name, and whether it trusts it by the authority. */
async function shown(servername: string): Promise<{ names: string | undefined; isTrusted: boolean; serial: string }> {
  const ca = await authority();
  return new Promise((resolve, reject) => {
    const socket = connect({ port: securePort(), host: "127.0.0.1", servername, ca, rejectUnauthorized: false }, () => {
      const { subjectaltname, serialNumber } = socket.getPeerCertificate();
      resolve({ names: subjectaltname, isTrusted: socket.authorized, serial: serialNumber.toLowerCase() });
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

describe("requests", () => {
  it("are issued when the validation record is in a zone, and not before", async () => {
    // Goal: DNS validation. Method: request, look, write the record, wait for the signal, look again.
    const account = yard.account();
    const { acm, CertificateArn } = await issued(account, "shop.test", { SubjectAlternativeNames: ["*.shop.test"] });
    const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
    expect(Certificate).toMatchObject({
      Status: "ISSUED",
      Type: "AMAZON_ISSUED",
      DomainName: "shop.test",
      SubjectAlternativeNames: ["shop.test", "*.shop.test"],
      RenewalEligibility: "ELIGIBLE",
    });
    // AWS: "DNS validation": a name and its wildcard share one record.
    const names = Certificate?.DomainValidationOptions?.map(({ ResourceRecord }) => ResourceRecord?.Name);
    expect(new Set(names).size).toBe(1);
    const pem = await acm.send(new GetCertificateCommand({ CertificateArn }));
    const leaf = new X509Certificate(pem.Certificate ?? "");
    const root = new X509Certificate(pem.CertificateChain ?? "");
    expect(leaf.verify(root.publicKey)).toBe(true);
    expect([leaf.checkHost("shop.test"), leaf.checkHost("www.shop.test"), leaf.checkHost("a.b.shop.test")]).toEqual([
      "shop.test",
      "*.shop.test",
      undefined,
    ]);
    const list = await acm.send(new ListCertificatesCommand({ Includes: { keyTypes: ["EC_prime256v1"] } }));
    expect(list.CertificateSummaryList?.map((each) => each.CertificateArn)).toEqual([CertificateArn]);
    // AWS: ListCertificates: without keyTypes, RSA_1024 and RSA_2048 only.
    expect((await acm.send(new ListCertificatesCommand({}))).CertificateSummaryList).toEqual([]);
  });

  it("wait for the reader of the mail", async () => {
    // Goal: validation by mail. Method: the link of the mail in the inbox is opened, which changes nothing, and posted.
    const account = yard.account();
    const acm = account.client(ACMClient);
    const { CertificateArn = "" } = await acm.send(
      new RequestCertificateCommand({ DomainName: "mail.test", KeyAlgorithm: "EC_prime256v1" }),
    );
    await expect(acm.send(new GetCertificateCommand({ CertificateArn }))).rejects.toMatchObject({
      name: "RequestInProgressException",
    });
    const [mail] = inbox(yard.yard.context.store, account.account, account.region);
    expect(mail?.to).toContain("admin@mail.test");
    const link = /http\S+/.exec(mail?.text ?? "")?.[0] ?? "";
    expect((await fetch(link)).status).toBe(200);
    const status = async () => (await acm.send(new DescribeCertificateCommand({ CertificateArn }))).Certificate?.Status;
    expect(await status()).toBe("PENDING_VALIDATION");
    expect((await fetch(link, { method: "POST" })).status).toBe(200);
    expect(await status()).toBe("ISSUED");
    expect((await fetch(`${link}0`)).status).toBe(404);
  });

  it("are the same for the same token, and can be tagged and deleted", async () => {
    const acm = yard.account().client(ACMClient);
    const input = { DomainName: "twice.test", ValidationMethod: "DNS" as const, IdempotencyToken: "one" };
    const first = await acm.send(new RequestCertificateCommand(input));
    const { CertificateArn = "" } = await acm.send(new RequestCertificateCommand(input));
    expect(CertificateArn).toBe(first.CertificateArn);
    await acm.send(new AddTagsToCertificateCommand({ CertificateArn, Tags: [{ Key: "team", Value: "web" }] }));
    const { Tags } = await acm.send(new ListTagsForCertificateCommand({ CertificateArn }));
    expect(Tags).toEqual([{ Key: "team", Value: "web" }]);
    await acm.send(new DeleteCertificateCommand({ CertificateArn }));
    await expect(acm.send(new DescribeCertificateCommand({ CertificateArn }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("may be exported with a passphrase if they said so, and renewed then", async () => {
    // AWS: ExportCertificate, RenewCertificate.
    const { acm, CertificateArn } = await issued(yard.account(), "export.test", { Options: { Export: "ENABLED" } });
    const Passphrase = Buffer.from("correct horse");
    const exported = await acm.send(new ExportCertificateCommand({ CertificateArn, Passphrase }));
    const key = createPrivateKey({ key: exported.PrivateKey ?? "", passphrase: "correct horse" });
    expect(new X509Certificate(exported.Certificate ?? "").checkPrivateKey(key)).toBe(true);
    await acm.send(new RenewCertificateCommand({ CertificateArn }));
    const renewed = await acm.send(new GetCertificateCommand({ CertificateArn }));
    expect(renewed.Certificate).not.toBe(exported.Certificate);
    const other = await issued(yard.account(), "noexport.test");
    await expect(
      other.acm.send(new ExportCertificateCommand({ CertificateArn: other.CertificateArn, Passphrase })),
    ).rejects.toMatchObject({ name: "ValidationException" });
  });
});

describe("imports", () => {
  it("are parsed, and their key and chain are checked", async () => {
    // Goal: AWS's checks. Method: a certificate of another authority with its own key, another's, no chain, and rubbish.
    const acm = yard.account().client(ACMClient);
    const folder = mkdtempSync(join(tmpdir(), "stackyard-test-"));
    const other = createAuthority(folder, secureRandom());
    const { publicKey, privateKey } = await newKeyPair("RSA_2048");
    const certificate = await other.issue({
      names: ["import.test", "www.import.test"],
      publicKey,
      notBeforeMs: Date.now() - 1_000,
      notAfterMs: Date.now() + 86_400_000,
    });
    const send = (change: { Certificate?: string; PrivateKey?: string; CertificateChain?: string | undefined }) => {
      const texts = { Certificate: certificate, PrivateKey: privateKey, CertificateChain: chain, ...change };
      const { CertificateChain } = texts;
      return acm.send(
        new ImportCertificateCommand({
          Certificate: Buffer.from(texts.Certificate),
          PrivateKey: Buffer.from(texts.PrivateKey),
          ...(CertificateChain !== undefined && { CertificateChain: Buffer.from(CertificateChain) }),
        }),
      );
    };
    const chain = await other.certificate();
    const { CertificateArn } = await send({});
    const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
    expect(Certificate).toMatchObject({
      Type: "IMPORTED",
      Status: "ISSUED",
      KeyAlgorithm: "RSA_2048",
      DomainName: "import.test",
    });
    const invalid = { name: "ValidationException" };
    await expect(send({ PrivateKey: (await newKeyPair("RSA_2048")).privateKey })).rejects.toMatchObject(invalid);
    await expect(send({ Certificate: "rubbish" })).rejects.toMatchObject(invalid);
    await expect(send({ PrivateKey: "rubbish" })).rejects.toMatchObject(invalid);
    await expect(send({ CertificateChain: await authority() })).rejects.toMatchObject(invalid);
    // AWS: both recorded in public reports.
    await expect(send({ CertificateChain: undefined })).rejects.toMatchObject({
      message:
        "Provided certificate is not a valid self signed. Please provide either a valid self-signed certificate or certificate chain.",
    });
    await expect(send({ Certificate: certificate + chain })).rejects.toMatchObject({
      message:
        "The certificate field contains more than one certificate. You can specify only one certificate in this field.",
    });
    rmSync(folder, { recursive: true });
  });
});

describe("HTTPS", () => {
  it("shows names below localhost a certificate of the authority, whatever else one without names", async () => {
    expect(await shown("localhost")).toMatchObject({
      names: "DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1",
      isTrusted: true,
    });
    expect(await shown("api.stage.localhost")).toMatchObject({ names: "DNS:api.stage.localhost", isTrusted: true });
    expect(await shown("www.elsewhere.test")).toMatchObject({ isTrusted: false });
  });

  // Clients prefer elliptic curves, whatever the server has besides: a certificate of either kind has to win over the one without a name.
  it.each([["EC_prime256v1"], ["RSA_2048"]])(
    "shows the certificate (%s) that ACM issued for the name, and for a name of its wildcard",
    async (KeyAlgorithm) => {
      const domain = `${KeyAlgorithm.slice(0, 2).toLowerCase()}.served.test`;
      await issued(yard.account(), `*.${domain}`, { KeyAlgorithm });
      expect(await shown(`www.${domain}`)).toMatchObject({ names: `DNS:*.${domain}`, isTrusted: true });
      expect((await shown(`a.www.${domain}`)).isTrusted).toBe(false);
    },
  );

  it("answers AWS's API as the plain port does, in HTTP/1.1 and HTTP/2", async () => {
    // Goal: one gateway behind both. Method: an unsigned request gets the same refusal; Node's clients check the certificate.
    const ca = await authority();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const call = request({
        host: "localhost",
        port: securePort(),
        ca,
        path: "/",
        lookup: (_name, _options, done) => done(null, [{ address: "127.0.0.1", family: 4 }] as never),
      });
      call.once("response", (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      call.once("error", reject);
      call.end();
    });
    expect(status).toBe((await fetch(yard.origin)).status);
    const session = connectHttp2(`https://127.0.0.1:${securePort()}`, { ca });
    const second = await new Promise((resolve, reject) => {
      session.once("error", reject);
      session.request({ ":path": "/" }).once("response", (headers) => resolve(headers[":status"]));
    });
    expect(second).toBe(status);
    session.destroy();
  });

  it("serves the SDK, whose URLs are then of HTTPS", async () => {
    const { config } = yard.account();
    const { NodeHttpHandler } = await import("@smithy/node-http-handler");
    const { Agent } = await import("node:https");
    const requestHandler = new NodeHttpHandler({ httpsAgent: new Agent({ ca: await authority() }) });
    const { SQSClient, CreateQueueCommand } = await import("@aws-sdk/client-sqs");
    const sqs = new SQSClient({ ...config, endpoint: yard.yard.secureAddress ?? "", requestHandler });
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "secure" }));
    expect(QueueUrl).toMatch(new RegExp(`^${yard.yard.secureAddress}/`));
  });
});

describe("secrets", () => {
  it("are for the user only: the authority's key in its folder, certificates' keys sealed in the store", async () => {
    await issued(yard.account(), "sealed.test");
    const key = join(stateDir, "authority", "authority-key.pem");
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(statSync(join(stateDir, "authority")).mode & 0o777).toBe(0o700);
    const store = execFileSync("grep", ["-rlc", "PRIVATE KEY", stateDir]).toString().trim().split("\n");
    expect(store).toEqual([key]);
    expect(readFileSync(key, "utf8")).toContain("BEGIN PRIVATE KEY");
  });
});
