#!/usr/bin/env bash
# Builds the documentation in docs/ into target/book, and looks for links in it that lead nowhere.

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

bash build/tools.sh mdbook

say "The documentation"
# What was built before may hold pages that are gone.
rm -rf target/book
mdbook build
node build/check-book.mjs target/book docs
