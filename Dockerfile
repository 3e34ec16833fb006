# Postern in an image of one file: a static program, a user without a name, no shell, no key.
#
#   docker build -t postern --build-arg VERSION=v0.1.0 .
#   docker run --read-only --user "$(id -u):$(id -g)" -v ./blog:/blog -p 2222:2222 postern
#
# /blog holds the posts and, in keys/, the host keys, which are made at the first start and must outlive the
# container: without a volume there each start would be another server to its readers.

FROM --platform=$BUILDPLATFORM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG TARGETOS TARGETARCH TARGETVARIANT VERSION
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH GOARM=${TARGETVARIANT#v} \
    go build -trimpath -ldflags "-s -w -X main.release=$VERSION" -o /out/postern ./cmd/postern \
    && mkdir -m 0755 /out/blog

FROM scratch
COPY --from=build /out/postern /postern
COPY --from=build --chown=65532:65532 /out/blog /blog
USER 65532:65532
ENV POSTERN_DIR=/blog
VOLUME /blog
EXPOSE 2222
HEALTHCHECK --interval=30s --timeout=6s --start-period=10s CMD ["/postern", "health"]
ENTRYPOINT ["/postern"]
CMD ["serve"]
