# The hub and each of its subgraphs are the same image, started with another command.
FROM node:24-bookworm-slim AS explorer
WORKDIR /hub
COPY package.json package-lock.json ./
COPY patches patches
RUN npm ci --ignore-scripts && npx patch-package --error-on-fail
COPY . .
RUN node gateway/explorer/build.ts

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATA_FOLDER=/hub/data
WORKDIR /hub
COPY package.json package-lock.json ./
COPY patches patches
# No install scripts: the image brings Node, and its database is a service beside it. What they do to the driver is done here.
RUN npm ci --omit=dev --ignore-scripts && npx patch-package --error-on-fail
COPY . .
COPY --from=explorer /hub/dist dist
RUN mkdir -p data && chown node data
USER node
EXPOSE 4000
CMD ["node", "--heap-growing-percent=50", "--max-semi-space-size=32", "gateway/main.ts"]
