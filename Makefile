# Everything a developer runs. `make help` lists it; `make check` is the one gate, and CI runs the same.
#
# Development tools are pinned in tools/go.mod, out of the program's own module; the first use builds them.

TOOL     := go tool -modfile=tools/go.mod
FUZZTIME ?= 30s
OUT      ?= dist

# What small servers and people's own machines run: GOOS/GOARCH[/GOARM].
PLATFORMS := linux/amd64 linux/arm64 linux/arm/7 darwin/amd64 darwin/arm64 windows/amd64

.DEFAULT_GOAL := check
.PHONY: help check fmt-check fix-check vet lint test tidy-check fmt run golden fuzz bench load attack attack-short build cross vuln

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

check: fmt-check fix-check vet lint test tidy-check ## the gate: formatting, modernizers, vet, lint, race tests, tidy

fmt-check: ## formatting: gofumpt has nothing to change
	@out=$$($(TOOL) gofumpt -l .) && { [ -z "$$out" ] || { echo "not formatted (make fmt):"; echo "$$out"; exit 1; }; }

fix-check: ## modernizers: go fix has nothing to change
	go fix -diff ./...

vet: ## what go vet finds
	go vet ./...

lint: ## .golangci.yml: import directions, documented exports, short functions, and the usual mistakes
	$(TOOL) golangci-lint run

test: ## all tests, with the race detector
	go test -race -timeout 20m ./...

tidy-check: ## go.mod names exactly what is used
	go mod tidy -diff

fmt: ## format, and apply the modernizers
	$(TOOL) gofumpt -w .
	go fix ./...

run: ## serve the example blog on port 2222
	go run ./cmd/postern serve example

golden: ## rewrite the golden files; look at the diff before committing
	go test $$(grep -rl --include='*_test.go' 'flag.Bool("update"' . | xargs -n1 dirname | sort -u) -update

fuzz: ## every fuzz target for FUZZTIME (30s, or a count such as 2000x)
	@for pkg in $$(go list ./...); do \
		for target in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
			echo "$$pkg $$target"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
		done; \
	done

bench: ## all benchmarks, with allocations
	go test -run '^$$' -bench . -benchmem ./...

load: build ## what a reader costs, beside a bare and a usual server; ARGS="-h" tells more
	go build -o $(OUT)/load ./bench/load
	$(OUT)/load -postern $(OUT)/postern $(ARGS)

attack: build ## hostile clients, while innocent readers come and go; ARGS="-h" tells more
	go build -o $(OUT)/attack ./bench/attack
	$(OUT)/attack -postern $(OUT)/postern $(ARGS)

attack-short: ## the same in less than a minute: what they leave behind
	@$(MAKE) attack ARGS=-short

build: ## a static program for this machine, in OUT (dist)
	CGO_ENABLED=0 go build -trimpath -o $(OUT)/postern ./cmd/postern

cross: ## the same for every platform that is promised
	@for p in $(PLATFORMS); do \
		os=$${p%%/*}; rest=$${p#*/}; arch=$${rest%%/*}; arm=$${rest#$$arch}; arm=$${arm#/}; \
		out=$(OUT)/postern-$$os-$$arch$${arm:+v$$arm}; [ $$os = windows ] && out=$$out.exe; \
		echo "$$out"; \
		CGO_ENABLED=0 GOOS=$$os GOARCH=$$arch GOARM=$$arm go build -trimpath -o $$out ./cmd/postern || exit 1; \
	done

vuln: ## known vulnerabilities that the program reaches (needs the network: not part of check)
	$(TOOL) govulncheck ./...
