import io.github.mewe.maven.it.Build
import java.security.MessageDigest
import org.cyclonedx.Version
import org.cyclonedx.parsers.JsonParser
import org.cyclonedx.parsers.XmlParser

def build = Build.in(basedir)
def sha256 = { bytes -> MessageDigest.getInstance('SHA-256').digest(bytes).encodeHex().toString() }
def purl = { "pkg:maven/io.github.mewe.it/sbom-producer@1.0?classifier=diversified-${it}&type=wasm".toString() }
def hash = { component -> component.hashes.find { it.algorithm == 'SHA-256' }.value }
def properties = { component -> component.properties.collectEntries { [it.name, it.value] } }
def installed = { artifact, name -> new File(localRepositoryPath, "io/github/mewe/it/${artifact}/1.0/${artifact}-1.0-${name}") }

// The installed documents are valid in both forms, and name the seed and the input of each binary.
def manifests = (1..2).collect { Build.manifest(installed('sbom-producer', "diversified-${it}.json").toPath()) }
def documents = [
        [new JsonParser(), installed('sbom-producer', 'cyclonedx.json')],
        [new XmlParser(), installed('sbom-producer', 'cyclonedx.xml')]]
documents.each { parser, file ->
    assert parser.validate(file, Version.VERSION_16) == []
    def bom = parser.parse(file)
    assert bom.components*.name.contains('commons-io')
    def ours = bom.components.findAll { it.name == 'sbom-producer' }
    assert ours*.purl == [purl(1), purl(2)]
    ours.eachWithIndex { component, i ->
        assert hash(component) == sha256(installed('sbom-producer', "diversified-${i + 1}.wasm").bytes)
        def own = properties(component)
        assert own['mewe:seed'] == manifests[i].seed
        assert own['mewe:input:sha256'] == sha256(build.bytes('producer/app.wasm'))
        assert own['mewe:population'] == "${i + 1} of 2"
        assert own['mewe:plugin:version'] == manifests[i].pluginVersion
        def ancestor = component.pedigree.ancestors.components[0]
        assert ancestor.name == 'app.wasm'
        assert hash(ancestor) == own['mewe:input:sha256']
    }
}

// A consumer's document, which this plugin does not change, lists the binary with the same name and hash.
def consumed = new JsonParser().parse(installed('sbom-consumer', 'cyclonedx.json')).components.find { it.name == 'sbom-producer' }
assert consumed.purl == purl(2)
assert hash(consumed) == sha256(installed('sbom-producer', 'diversified-2.wasm').bytes)

build.invocation(1).logs('Added app-diversified-1.wasm, app-diversified-2.wasm to ', 'bom.json')
def second = new JsonParser().parse(build.file('producer/target/bom.json').toFile())
def hashed = second.components.findAll { it.name == 'sbom-producer' }
assert hashed.size() == 2
hashed.each {
    assert !properties(it).containsKey('mewe:seed')
    assert properties(it)['mewe:seed:sha256'] == sha256(manifests[0].seed.bytes)
}
build.invocation(3)
        .logs("found no CycloneDX document: no artifact is attached with the classifier 'cyclonedx'")
        .logs('Run the goal makeBom of org.cyclonedx:cyclonedx-maven-plugin before this one')
return true
