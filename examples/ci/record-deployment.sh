#!/bin/sh
# Tells hawkwatch of a deployment, so that alerts after it name it. In a pipeline, before and after:
#
#   record-deployment.sh checkout "$GIT_COMMIT" STARTED
#   record-deployment.sh checkout "$GIT_COMMIT" SUCCEEDED   # or FAILED, ROLLED_BACK
#
# HAWKWATCH_URL (as https://hawkwatch.example/graphql) and HAWKWATCH_TOKEN (of the role OPERATOR) must be
# set; DEPLOY_ENVIRONMENT, DEPLOY_DATABASES (names with commas), DEPLOY_URL and DEPLOY_ID may be.
# The same call again records nothing new. Needs curl and jq.
set -eu

service=$1 version=$2 status=$3

body=$(jq -n --arg service "$service" --arg version "$version" --arg status "$status" \
  --arg environment "${DEPLOY_ENVIRONMENT:-}" --arg databases "${DEPLOY_DATABASES:-}" \
  --arg url "${DEPLOY_URL:-}" --arg id "${DEPLOY_ID:-$service-$version}" '{
    query: "mutation ($input: DeploymentInput!) { recordDeployment(input: $input) { __typename ... on Error { message } } }",
    variables: { input: ({
      service: $service, version: $version, status: $status,
      databases: ($databases | split(",") | map(select(. != ""))),
      clientMutationId: ($id + "-" + $status)
    } + (if $environment == "" then {} else { environment: $environment } end)
      + (if $url == "" then {} else { url: $url } end)) }
  }')

# The token is read from a file descriptor, so that no list of processes shows it.
answer=$(printf 'header = "Authorization: Bearer %s"\n' "$HAWKWATCH_TOKEN" |
  curl --silent --show-error --fail --max-time 20 --retry 3 --config - \
    --header 'Content-Type: application/json' --data "$body" "$HAWKWATCH_URL")

if [ "$(printf '%s' "$answer" | jq -r '.data.recordDeployment.__typename')" = Deployment ]; then
  echo "hawkwatch knows of $service $version: $status"
else
  printf '%s' "$answer" | jq -r '.data.recordDeployment.message // .errors[0].message' >&2
  exit 1
fi
