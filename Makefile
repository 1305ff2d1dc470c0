# The whole of Gantry from a plain checkout. Needs rustup's Rust (1.88 or later), a C compiler and Node 20 or later;
# everything else is set up below target/, once.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo companion package test test-rust test-browser test-e2e test-packages reproducible fuzz lint deny book bench clean

# Arguments for the demo: make demo DEMO="--rocket-chat-version 6.5 --quiet"
DEMO ?=

help: ## What there is to make (this list)
	@echo "Gantry docks Rocket.Chat in a project space."
	@echo
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "Needs rustup's Rust (1.88 or later), a C compiler and Node 20 or later; the rest is set up below target/."

demo: companion ## Build all and start the demo: a project space with a docked chat
	@bash build/demo.sh $(DEMO)

companion: ## Build the files that a page loads into www/pkg and print their size
	@bash build/package.sh

package: companion ## Build all that is handed out into target/packages: npm, program, Debian, container, checksums
	@bash build/release.sh

test: companion ## Run every test: Rust, the companion in two browsers, end to end
	@bash build/test.sh rust browser e2e

test-rust: companion ## Run the native tests only
	@bash build/test.sh rust

test-browser: ## Run the companion's own tests only, in Chromium and Firefox
	@bash build/test.sh browser

test-e2e: companion ## Run the end-to-end tests only (ONLY=versions for one suite)
	@bash build/test.sh e2e

test-packages: package ## Unpack, install, run and compare what make package built
	@bash build/test-packages.sh

reproducible: package ## Build all packages a second time elsewhere and compare them byte for byte
	@bash build/reproducible.sh

fuzz: ## Fuzz all that parses foreign bytes, FUZZ_SECONDS=60 of processor time each (nightly Rust)
	@bash build/fuzz.sh

lint: ## Check formatting, lints, documentation, types and scripts
	@bash build/lint.sh

deny: ## Check licences, sources, duplicates and advisories of what is linked in
	@bash build/deny.sh

book: ## Build the documentation into target/book and look for dead links
	@bash build/book.sh

bench: companion ## Compare with the hand-written reference, in this run; fails over the limits
	@cargo bench --locked --bench setup --bench roster
	@bash build/bench.sh

clean: ## Remove all that was built or set up
	rm -rf target www/pkg tests/e2e/node_modules
