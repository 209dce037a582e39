# Everyday commands. `make run` and `make test` work on a fresh Debian with a Swift toolchain.

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
# A target may import only what its own declaration names.
STRICT = --explicit-target-dependency-import-check error
RELEASE = .build/release/driftop
# Swift's own library goes into the program: it runs where no toolchain is, and starts sooner.
STATIC = --static-swift-stdlib
INSTALL_ROOT = $(DESTDIR)$(PREFIX)

.PHONY: run test build release install uninstall bench lint format setup setup-tests picture clean

run: setup release
	@$(RELEASE) demo

test: setup-tests
	@.ci/quietly test $(SWIFT) test $(STRICT)

build: setup
	@.ci/quietly build $(SWIFT) build $(STRICT)

release: setup
	@.ci/quietly release $(SWIFT) build -c release $(STRICT) $(STATIC) --product driftop

# Binary, themes, man page, shell completions: everything under PREFIX, nothing elsewhere.
install: release
	install -d $(INSTALL_ROOT)/bin $(INSTALL_ROOT)/share/driftop/themes \
	  $(INSTALL_ROOT)/share/man/man1 $(INSTALL_ROOT)/share/bash-completion/completions \
	  $(INSTALL_ROOT)/share/zsh/site-functions $(INSTALL_ROOT)/share/fish/vendor_completions.d
	install -s -m 755 $(RELEASE) $(INSTALL_ROOT)/bin/driftop
	install -m 644 themes/*.yaml $(INSTALL_ROOT)/share/driftop/themes/
	$(RELEASE) --generate-completion-script bash \
	  > $(INSTALL_ROOT)/share/bash-completion/completions/driftop
	$(RELEASE) --generate-completion-script zsh \
	  > $(INSTALL_ROOT)/share/zsh/site-functions/_driftop
	$(RELEASE) --generate-completion-script fish \
	  > $(INSTALL_ROOT)/share/fish/vendor_completions.d/driftop.fish
	$(RELEASE) man > $(INSTALL_ROOT)/share/man/man1/driftop.1

uninstall:
	rm -rf $(INSTALL_ROOT)/share/driftop
	rm -f $(INSTALL_ROOT)/bin/driftop $(INSTALL_ROOT)/share/man/man1/driftop.1 \
	  $(INSTALL_ROOT)/share/bash-completion/completions/driftop \
	  $(INSTALL_ROOT)/share/zsh/site-functions/_driftop \
	  $(INSTALL_ROOT)/share/fish/vendor_completions.d/driftop.fish

# One promise alone: make bench ONLY=idle
bench: setup-tests release
	@python3 Tests/Bench/bench.py --binary $(RELEASE) $(if $(ONLY),--only $(ONLY))

lint:
	@.ci/quietly lint $(SWIFT) format lint --strict --parallel --recursive \
	  Package.swift Sources Tests

format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests

# The README's picture is a frame the program draws itself.
picture: release
	@.ci/picture $(RELEASE) .github/frame.svg

setup:
	@.ci/setup build

setup-tests:
	@.ci/setup tests

clean:
	rm -rf .build
