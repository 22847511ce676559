#!/usr/bin/env bash
# Takes the pictures in docs/images from the report on a real program, the QR Code encoder of src/test/corpus: profiled,
# diversified with the defaults, verified and measured:
#
#   bash src/bench/report/run.sh
#
# Prints how long this report takes to load, and how long one on 60,000 functions does. Needs the packages that
# src/it/setup.sh installs; pngquant, if present, makes the pictures smaller.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
mkdir -p target/browser
run 4g bench.report.SampleReportCommand "$@"
run 4g report.html.ReportFixture 60000 target/browser/many.html

cp src/test/report-browser/*.{mjs,json} src/bench/report/pictures.mjs target/browser
cd target/browser
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
for report in qr/qr-diversified-report.html many.html; do
  echo "$report, $(stat -c %s "$report") bytes"
  node check.mjs "$report"
done
rm -rf pictures
node pictures.mjs qr/qr-diversified-report.html pictures apply
rm pictures/print.pdf
! command -v pngquant >/dev/null || pngquant --ext .png --force --skip-if-larger 64 pictures/*.png
cd ../..
mkdir -p docs/images
rm -f docs/images/*.png
cp target/browser/pictures/*.png docs/images
