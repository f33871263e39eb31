# syntax=docker/dockerfile:1
# Poolhouse as an image: built from this checkout into the packages that npm would get, which are then installed without anything else.
# docs/deploy.md says how to run it. To pin the base, build with --build-arg NODE_IMAGE=node:26-slim@sha256:<digest>.
ARG NODE_IMAGE=node:26-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /source
COPY . .
RUN node tools/run.mjs build \
  && mkdir /packed \
  && npm pack --silent --workspace packages/client --workspace packages/server --pack-destination /packed \
  && npm install --prefix /opt/poolhouse --omit=dev --no-audit --no-fund /packed/*.tgz

FROM ${NODE_IMAGE}
# Its own number, so that a cluster can see that it is not root.
RUN groupadd --gid 10001 poolhouse \
  && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin poolhouse \
  && install --directory --owner=poolhouse --group=poolhouse --mode=700 /data
COPY --from=build /opt/poolhouse /opt/poolhouse
ENV NODE_ENV=production \
  PATH=/opt/poolhouse/node_modules/.bin:$PATH \
  POOLHOUSE_HOST=0.0.0.0 \
  POOLHOUSE_PORT=7665 \
  POOLHOUSE_DATA=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 7665
STOPSIGNAL SIGTERM
# Whoever serves TLS from here, or has a balancer that asks, turns this off: --no-healthcheck.
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.POOLHOUSE_PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["poolhouse"]
CMD ["start"]
