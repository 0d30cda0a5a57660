# The service on Node 24, run from its sources; no development packages. Only the dashboard is built.
FROM node:24-bookworm-slim AS dashboard
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY src/dashboard ./src/dashboard
COPY tsconfig.json ./
RUN npm run build

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# `prepare` builds the dashboard, which the stage above does with packages that are not wanted here.
RUN npm pkg delete scripts.prepare && npm ci --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    HAWKWATCH_HOST=0.0.0.0 \
    HAWKWATCH_DATA_DIR=/var/lib/hawkwatch
# For sources in git repositories.
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates git openssh-client \
  && rm -rf /var/lib/apt/lists/*
RUN install -d -o node -g node -m 0700 /var/lib/hawkwatch
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY bin ./bin
COPY src ./src
COPY --from=dashboard /app/dist ./dist
COPY drizzle ./drizzle
COPY examples/quickstart ./examples/quickstart
RUN ln -s /app/bin/hawkwatch.mjs /usr/local/bin/hawkwatch
USER node
VOLUME /var/lib/hawkwatch
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HAWKWATCH_PORT || 4000}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# The young heap is bounded: bursts of connections would make it grow to a hundred megabytes.
ENTRYPOINT ["node", "--max-semi-space-size=16", "/app/src/main.ts"]
