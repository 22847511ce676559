#!/usr/bin/env bash
# Takes the pictures of docs/guides/report.md, into docs/images, from the report on a real program, the QR Code encoder of
# src/test/corpus: profiled, diversified with the defaults, verified and measured:
#
#   bash src/bench/report/run.sh
#
# Prints how long the report took to load, and how long one on 60,000 functions does. Needs what src/it/setup.sh
# installs; where pngquant is there, the pictures are made smaller.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

mkdir -p target/browser
mvn -B -ntp -q -Dspotless.check.skip=true test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/browser/classpath -Dmdep.includeScope=test </dev/null
node src/test/corpus/fetch.mjs target/real-modules qr
java=(java -Xmx4g -cp "target/test-classes:target/classes:$(cat target/browser/classpath)")
"${java[@]}" io.github.mewe.bench.report.SampleReport target/real-modules/qr/module.wasm qr target/browser/qr \
  'https://example.org/orders/7919?customer=abcdefgh&item=1' text -- image
"${java[@]}" io.github.mewe.report.html.ReportFixture 60000 target/browser/many.html

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
