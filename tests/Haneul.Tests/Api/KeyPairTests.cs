using System.Security.Cryptography;
using System.Text;
using Haneul.Api.Ec2;
using Xunit;

namespace Haneul.Tests.Api;

public sealed class KeyPairTests
{
    private readonly TestCloud cloud = new();

    [Fact]
    public void An_ed25519_public_key_is_the_one_of_RFC_8032()
    {
        var seed = Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        Assert.Equal("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", Convert.ToHexStringLower(Curve25519.PublicKeyOf(seed)));
    }

    [Fact]
    public void A_created_rsa_key_is_given_out_once_with_the_fingerprint_of_its_private_half()
    {
        var made = cloud.Ec2("CreateKeyPair", ("KeyName", "k"), ("TagSpecification.1.ResourceType", "key-pair"), ("TagSpecification.1.Tag.1.Key", "Name"), ("TagSpecification.1.Tag.1.Value", "mine"));
        using var rsa = RSA.Create();
        rsa.ImportFromPem(made.Text("keyMaterial"));
        Assert.Equal(2048, rsa.KeySize);
        var shown = cloud.Ec2("DescribeKeyPairs", ("KeyName.1", "k"), ("IncludePublicKey", "true"));
        Assert.Equal(Convert.ToHexStringLower(SHA1.HashData(rsa.ExportPkcs8PrivateKey())), shown.Text("keySet/item/keyFingerprint").Replace(":", "", StringComparison.Ordinal));
        Assert.StartsWith("ssh-rsa AAAA", shown.Text("keySet/item/publicKey"), StringComparison.Ordinal);
        Assert.Equal("mine", shown.Text("keySet/item/tagSet/item/value"));
        Assert.DoesNotContain("PRIVATE", shown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rsa")]
    [InlineData("ed25519")]
    public void A_public_key_can_be_taken_from_one_pair_and_imported_as_another(string type)
    {
        cloud.Ec2("CreateKeyPair", ("KeyName", "first"), ("KeyType", type));
        var line = cloud.Ec2("DescribeKeyPairs", ("IncludePublicKey", "true")).Text("keySet/item/publicKey") + " somebody@example";
        var material = Convert.ToBase64String(Encoding.UTF8.GetBytes(line + "\n"));
        cloud.Ec2("ImportKeyPair", ("KeyName", "second"), ("PublicKeyMaterial", material));
        var shown = cloud.Ec2("DescribeKeyPairs", ("Filter.1.Name", "key-name"), ("Filter.1.Value.1", "sec*"), ("IncludePublicKey", "true"));
        Assert.Equal(line, shown.Text("keySet/item/publicKey"));
        Assert.Equal(type, shown.Text("keySet/item/keyType"));
    }

    [Fact]
    public void Key_pairs_are_refused_with_the_codes_of_AWS()
    {
        cloud.Ec2("CreateKeyPair", ("KeyName", "k"), ("KeyType", "ed25519"));
        Assert.Equal("InvalidKeyPair.Duplicate", cloud.Ec2Fault("CreateKeyPair", ("KeyName", "k"), ("KeyType", "ed25519")));
        Assert.Equal("InvalidKeyPair.NotFound", cloud.Ec2Fault("DescribeKeyPairs", ("KeyName.1", "other")));
        Assert.Equal("InvalidKeyPair.NotFound", cloud.Ec2Fault("DescribeKeyPairs", ("KeyPairId.1", "key-0123456789abcdef0")));
        Assert.Equal("InvalidKey.Format", cloud.Ec2Fault("ImportKeyPair", ("KeyName", "x"), ("PublicKeyMaterial", "c3NoLXJzYSBBQUFB")));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("CreateKeyPair", ("KeyName", "x"), ("KeyType", "dsa")));
        Assert.Equal("UnsupportedOperation", cloud.Ec2Fault("CreateKeyPair", ("KeyName", "x"), ("KeyType", "ed25519"), ("KeyFormat", "ppk")));
    }

    [Fact]
    public void A_deleted_key_pair_is_gone_and_deleting_it_again_is_no_fault()
    {
        var id = cloud.Ec2("CreateKeyPair", ("KeyName", "k"), ("KeyType", "ed25519")).Text("keyPairId");
        Assert.Equal(id, cloud.Ec2("DeleteKeyPair", ("KeyName", "k")).Text("keyPairId"));
        Assert.Equal("true", cloud.Ec2("DeleteKeyPair", ("KeyName", "k")).Text("return"));
        Assert.Empty(cloud.Ec2("DescribeKeyPairs").Each("keySet/item"));
    }
}
