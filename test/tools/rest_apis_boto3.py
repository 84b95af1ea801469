# boto3 against a yard: every operation of API Gateway's control plane that is there, and representative errors. It asserts by itself
# and prints nothing. Called by rest-apis.test.ts with the endpoint and the credentials in the environment.

import datetime
import json

import boto3
from botocore.exceptions import ClientError

gateway = boto3.client("apigateway")
called = set()
gateway.meta.events.register("before-call.apigateway", lambda model, **_: called.add(model.name))
NOT_THERE = {
    "CreateDomainNameAccessAssociation",
    "CreateVpcLink",
    "DeleteDomainNameAccessAssociation",
    "DeleteVpcLink",
    "GetDomainNameAccessAssociations",
    "GetSdk",
    "GetSdkType",
    "GetSdkTypes",
    "GetVpcLink",
    "GetVpcLinks",
    "RejectDomainNameAccessAssociation",
    "UpdateVpcLink",
}


def code(call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def replace(path, value):
    return [{"op": "replace", "path": path, "value": value}]


def issued_certificate(name):
    """A certificate of ACM for a name, validated by a record in a zone of its own."""
    acm, route53 = boto3.client("acm"), boto3.client("route53")
    zone = route53.create_hosted_zone(Name=name, CallerReference=name)["HostedZone"]["Id"]
    arn = acm.request_certificate(DomainName=name, ValidationMethod="DNS")["CertificateArn"]
    options = acm.describe_certificate(CertificateArn=arn)["Certificate"]["DomainValidationOptions"]
    record = options[0]["ResourceRecord"]
    records = {"Name": record["Name"], "Type": "CNAME", "TTL": 60, "ResourceRecords": [{"Value": record["Value"]}]}
    changes = [{"Action": "CREATE", "ResourceRecordSet": records}]
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": changes})
    acm.get_waiter("certificate_validated").wait(CertificateArn=arn, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    return arn


# APIs and resources
api = gateway.create_rest_api(name="smoke", tags={"a": "1"})
rest = {"restApiId": api["id"]}
assert gateway.get_rest_api(**rest)["name"] == "smoke"
assert [item["id"] for item in gateway.get_rest_apis()["items"]] == [api["id"]]
assert gateway.update_rest_api(**rest, patchOperations=replace("/name", "smoked"))["name"] == "smoked"
item = gateway.create_resource(**rest, parentId=api["rootResourceId"], pathPart="item")
place = {**rest, "resourceId": item["id"]}
assert gateway.get_resource(**place)["path"] == "/item"
assert len(gateway.get_resources(**rest)["items"]) == 2
assert gateway.update_resource(**place, patchOperations=replace("/pathPart", "items"))["path"] == "/items"
assert code(gateway.create_resource, **rest, parentId=api["rootResourceId"], pathPart="items") == "ConflictException"

# methods
method = {**place, "httpMethod": "POST"}
answer = {**method, "statusCode": "200"}
gateway.put_method(**method, authorizationType="NONE")
assert gateway.get_method(**method)["httpMethod"] == "POST"
assert gateway.update_method(**method, patchOperations=replace("/apiKeyRequired", "true"))["apiKeyRequired"] is True
gateway.put_method_response(**answer)
assert gateway.get_method_response(**answer)["statusCode"] == "200"
gateway.update_method_response(
    **answer, patchOperations=[{"op": "add", "path": "/responseModels/application~1json", "value": "Empty"}]
)
gateway.put_integration(**method, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
assert gateway.get_integration(**method)["type"] == "MOCK"
gateway.update_integration(**method, patchOperations=replace("/timeoutInMillis", "1000"))
gateway.put_integration_response(**answer, selectionPattern="")
assert gateway.get_integration_response(**answer)["statusCode"] == "200"
gateway.update_integration_response(**answer, patchOperations=replace("/selectionPattern", "2.."))
assert gateway.test_invoke_method(**method)["status"] == 200

# what methods name
pool = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a"
authorizer = gateway.create_authorizer(**rest, name="pool", type="COGNITO_USER_POOLS", providerARNs=[pool])
judge = {**rest, "authorizerId": authorizer["id"]}
assert gateway.get_authorizer(**judge)["name"] == "pool"
assert len(gateway.get_authorizers(**rest)["items"]) == 1
gateway.update_authorizer(**judge, patchOperations=replace("/name", "other"))
assert code(gateway.test_invoke_authorizer, **{**rest, "authorizerId": "nothing"}) == "NotFoundException"
schema = json.dumps({"type": "object", "properties": {"id": {"type": "string"}}})
gateway.create_model(**rest, name="Item", contentType="application/json", schema=schema)
model = {**rest, "modelName": "Item"}
assert gateway.get_model(**model)["schema"] == schema
assert len(gateway.get_models(**rest)["items"]) == 3
gateway.update_model(**model, patchOperations=replace("/description", "an item"))
assert "$inputRoot.id" in gateway.get_model_template(**model)["value"]
validator = gateway.create_request_validator(**rest, name="v", validateRequestBody=True)
checked = {**rest, "requestValidatorId": validator["id"]}
assert gateway.get_request_validator(**checked)["validateRequestBody"] is True
assert len(gateway.get_request_validators(**rest)["items"]) == 1
gateway.update_request_validator(**checked, patchOperations=replace("/name", "w"))
kind = {**rest, "responseType": "DEFAULT_4XX"}
gateway.put_gateway_response(**kind, statusCode="418")
assert gateway.get_gateway_response(**kind)["statusCode"] == "418"
assert len(gateway.get_gateway_responses(**rest, limit=500)["items"]) == 21
gateway.update_gateway_response(**kind, patchOperations=replace("/statusCode", "419"))
gateway.delete_gateway_response(**kind)

# documentation
part = gateway.create_documentation_part(**rest, location={"type": "API"}, properties='{"info":"x"}')
written = {**rest, "documentationPartId": part["id"]}
assert gateway.get_documentation_part(**written)["location"] == {"type": "API"}
assert len(gateway.get_documentation_parts(**rest)["items"]) == 1
gateway.update_documentation_part(**written, patchOperations=replace("/properties", "{}"))
version = {**rest, "documentationVersion": "1"}
gateway.create_documentation_version(**version)
assert gateway.get_documentation_version(**version)["version"] == "1"
assert len(gateway.get_documentation_versions(**rest)["items"]) == 1
gateway.update_documentation_version(**version, patchOperations=replace("/description", "first"))

# deployments and stages
deployment = gateway.create_deployment(**rest, stageName="live")
deployed = {**rest, "deploymentId": deployment["id"]}
assert gateway.get_deployment(**deployed, embed=["apisummary"])["apiSummary"] == {
    "/items": {"POST": {"authorizationType": "NONE", "apiKeyRequired": True}}
}
assert len(gateway.get_deployments(**rest)["items"]) == 1
gateway.update_deployment(**deployed, patchOperations=replace("/description", "first"))
gateway.create_stage(**rest, stageName="next", deploymentId=deployment["id"])
stage = {**rest, "stageName": "live"}
assert gateway.get_stage(**stage)["deploymentId"] == deployment["id"]
assert [one["stageName"] for one in gateway.get_stages(**rest)["item"]] == ["live", "next"]
gateway.update_stage(**stage, patchOperations=replace("/variables/a", "b"))
gateway.flush_stage_cache(**stage)
gateway.flush_stage_authorizers_cache(**stage)
assert code(gateway.delete_deployment, **deployed) == "BadRequestException"
export = gateway.get_export(**stage, exportType="oas30", parameters={"extensions": "apigateway"})
body = export["body"].read()
assert json.loads(body)["info"]["title"] == "smoked"

# definitions
copy = gateway.import_rest_api(body=body)
assert copy["name"] == "smoked"
assert gateway.put_rest_api(restApiId=copy["id"], mode="overwrite", body=body)["id"] == copy["id"]
assert gateway.import_documentation_parts(restApiId=copy["id"], mode="merge", body=body)["ids"] != []
assert code(gateway.import_rest_api, body=b"{}") == "BadRequestException"

# keys and plans
key = gateway.create_api_key(name="k", enabled=True)
assert gateway.get_api_key(apiKey=key["id"], includeValue=True)["value"] == key["value"]
gateway.update_api_key(apiKey=key["id"], patchOperations=replace("/description", "mine"))
lines = f"name,key\nimported,{'x' * 20}\n".encode()
assert len(gateway.import_api_keys(format="csv", body=lines)["ids"]) == 1
assert len(gateway.get_api_keys()["items"]) == 2
plan = gateway.create_usage_plan(
    name="p", apiStages=[{"apiId": api["id"], "stage": "live"}], quota={"limit": 10, "period": "DAY"}
)
planned = {"usagePlanId": plan["id"]}
assert gateway.get_usage_plan(**planned)["name"] == "p"
assert len(gateway.get_usage_plans()["items"]) == 1
gateway.create_usage_plan_key(**planned, keyId=key["id"], keyType="API_KEY")
assert gateway.get_usage_plan_key(**planned, keyId=key["id"])["type"] == "API_KEY"
assert len(gateway.get_usage_plan_keys(**planned)["items"]) == 1
today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
gateway.update_usage(**planned, keyId=key["id"], patchOperations=replace("/remaining", "5"))
assert gateway.get_usage(**planned, startDate=today, endDate=today)["items"] == {key["id"]: [[0, 5]]}
gateway.update_usage_plan(
    **planned, patchOperations=[{"op": "remove", "path": "/apiStages", "value": api["id"] + ":live"}]
)
gateway.delete_usage_plan_key(**planned, keyId=key["id"])
gateway.delete_usage_plan(**planned)
gateway.delete_api_key(apiKey=key["id"])

# domains, certificates, the account, tags
domain = {"domainName": "smoke.example.com"}
certificate_arn = issued_certificate("smoke.example.com")
gateway.create_domain_name(
    **domain, regionalCertificateArn=certificate_arn, endpointConfiguration={"types": ["REGIONAL"]}
)
assert gateway.get_domain_name(**domain)["domainNameStatus"] == "AVAILABLE"
assert len(gateway.get_domain_names()["items"]) == 1
gateway.update_domain_name(**domain, patchOperations=replace("/securityPolicy", "TLS_1_0"))
mapping = {**domain, "basePath": "v1"}
gateway.create_base_path_mapping(**mapping, restApiId=api["id"])
assert gateway.get_base_path_mapping(**mapping)["restApiId"] == api["id"]
assert len(gateway.get_base_path_mappings(**domain)["items"]) == 1
gateway.update_base_path_mapping(**mapping, patchOperations=replace("/stage", "live"))
gateway.delete_base_path_mapping(**mapping)
gateway.delete_domain_name(**domain)
certificate = gateway.generate_client_certificate(description="c")
shown = {"clientCertificateId": certificate["clientCertificateId"]}
assert gateway.get_client_certificate(**shown)["pemEncodedCertificate"].startswith("-----BEGIN CERTIFICATE-----")
assert len(gateway.get_client_certificates()["items"]) == 1
gateway.update_client_certificate(**shown, patchOperations=replace("/description", "d"))
gateway.delete_client_certificate(**shown)
assert gateway.get_account()["throttleSettings"]["burstLimit"] == 5000
gateway.update_account(patchOperations=replace("/cloudwatchRoleArn", ""))
arn = f"arn:aws:apigateway:us-east-1::/restapis/{api['id']}"
gateway.tag_resource(resourceArn=arn, tags={"b": "2"})
gateway.untag_resource(resourceArn=arn, tagKeys=["a"])
assert gateway.get_tags(resourceArn=arn)["tags"] == {"b": "2"}

# and away
for name in ["live", "next"]:
    gateway.delete_stage(**rest, stageName=name)
gateway.delete_deployment(**deployed)
gateway.delete_documentation_version(**version)
gateway.delete_documentation_part(**written)
gateway.delete_integration_response(**answer)
gateway.delete_integration(**method)
gateway.delete_method_response(**answer)
gateway.delete_method(**method)
gateway.delete_request_validator(**checked)
gateway.delete_model(**model)
gateway.delete_authorizer(**judge)
gateway.delete_resource(**place)
gateway.delete_rest_api(**rest)
assert code(gateway.get_rest_api, **rest) == "NotFoundException"
assert code(gateway.get_vpc_links) == "NotImplemented"

missing = set(gateway.meta.service_model.operation_names) - called - NOT_THERE
assert missing == set(), missing
