"""Fills a folder with full-size checkpoints of random weights and with what the authors' own code
makes of some photographs with them, for PublishedCodeTest.

    git clone https://github.com/Harxis/G2Face
    python make_reference.py --authors G2Face --output reference a.jpg b.jpg c.jpg d.jpg

Needs torch, numpy, pillow and safetensors. The generator's noise is off.
"""

import argparse
import sys
from pathlib import Path
from unittest.mock import MagicMock

import numpy as np
import torch
import torch.utils.cpp_extension
from PIL import Image
from safetensors.torch import save_file
from torch import nn

# Imported by the authors' modules, but not needed on this path.
UNUSED = [
    "torchvision", "torchvision.transforms", "kornia", "kornia.geometry", "kornia.geometry.camera",
    "nvdiffrast", "nvdiffrast.torch", "cv2", "skimage", "dominate", "dominate.tags",
    "torch.utils.tensorboard",
]


def authors_modules(folder):
    for name in UNUSED:
        sys.modules[name] = MagicMock()
    torch.utils.cpp_extension.load = lambda *args, **options: None  # their CPU paths need no build
    sys.path.insert(0, folder)
    import model
    import model.style.style_adaptive_mask as style
    from utils.binary_converter import bit2float, float2bit

    style.NoiseInjection.forward = lambda self, image, noise=None: image
    return model, float2bit, bit2float


def shake_batch_norms(network, *inputs):
    """Running statistics of a batch, then moved, so that inference differs from training."""
    norms = [m for m in network.modules() if isinstance(m, (nn.BatchNorm1d, nn.BatchNorm2d))]
    for norm in norms:
        norm.momentum = 1.0
        nn.init.uniform_(norm.weight, 0.7, 1.3)
        nn.init.normal_(norm.bias, 0, 0.1)
    network.train()
    network(*inputs)
    for norm in norms:
        norm.running_var.mul_(torch.empty_like(norm.running_var).uniform_(0.8, 1.25)).add_(1e-3)
        norm.running_mean.add_(torch.randn_like(norm.running_mean) * 0.05)
    network.eval()


def random_networks(model, faces):
    identity = model.iresnet50()
    for module in identity.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight)
    varied = torch.cat([faces, faces.flip(3), -faces, faces.flip(2)])
    shake_batch_norms(identity, varied)
    geometry = model.ReconNetWrapper("resnet50")
    shake_batch_norms(geometry, (varied + 1) / 2)
    for head in geometry.final_layers:
        nn.init.normal_(head.weight, 0, 0.02)
        nn.init.normal_(head.bias, 0, 0.2)
    dummy = model.Map2ID()
    shake_batch_norms(dummy, torch.randn(256, 512))
    extractor = model.HidingExtractor()
    shake_batch_norms(extractor, varied[:8])
    mapper = model.MLP(latent_dim=659, style_dim=512, n_mlp=4).eval()
    for name, weight in mapper.named_parameters():
        if name.endswith("bias"):
            nn.init.normal_(weight, 0, 20)  # times the learning rate multiplier 0.01, twice
    generator = model.Generator(size=256, style_dim=512).eval()
    for name, weight in generator.named_parameters():
        if "hiding_injects" in name and weight.ndim == 3:
            nn.init.normal_(weight, 0, 0.4)  # zero in a fresh network
        if name.endswith("activate.bias") or (name.endswith(".bias") and weight.ndim == 4):
            nn.init.normal_(weight, 0, 0.2)
    return identity, geometry, dummy, extractor, mapper, generator


def to_levels(image):
    return ((image.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)


def save_pictures(levels, output, name):
    for i, picture in enumerate(levels):
        Image.fromarray(picture.permute(1, 2, 0).numpy()).save(output / f"{name}_{i}.png")


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--authors", required=True)
    parser.add_argument("--output", required=True, type=Path)
    parser.add_argument("pictures", nargs=4)
    arguments = parser.parse_args()
    output = arguments.output
    output.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(20240817)

    model, float2bit, bit2float = authors_modules(arguments.authors)
    squares = [Image.open(p).convert("RGB").resize((256, 256)) for p in arguments.pictures]
    levels = torch.stack([torch.from_numpy(np.array(p)).permute(2, 0, 1) for p in squares])
    save_pictures(levels, output, "input")
    faces = levels.float() / 255 * 2 - 1
    identity, geometry, dummy, extractor, mapper, generator = random_networks(model, faces)

    def styles(of, image):
        coefficients = geometry((image + 1) / 2)
        return mapper(of, torch.cat([coefficients[:, :144], coefficients[:, 224:227]], dim=1))

    embedding = identity(faces)
    bits = float2bit(embedding)
    z = torch.randn(4, 512)
    nobody = dummy(z)
    # The image is linear in the RGB layers: this brings it into the range of images.
    scale = 0.4 / generator(faces, styles(nobody, faces), bits).std()
    for name, weight in generator.named_parameters():
        if "to_rgb" in name and "modulation" not in name:
            weight.mul_(scale)
    anonymous = to_levels(generator(faces, styles(nobody, faces), bits))
    seen = anonymous.float() / 255 * 2 - 1

    # As many ones as zeros, with a gap around 0, so that no bit hangs on rounding.
    ordered = extractor(seen).flatten().sort().values
    middle = ordered[int(0.4 * len(ordered)) : int(0.6 * len(ordered))]
    gap = (middle[1:] - middle[:-1]).argmax()
    extractor.conv1x1_output.bias.sub_((middle[gap] + middle[gap + 1]) / 2)
    logits = extractor(seen)
    found = (logits > 0).float()
    read = bit2float(found)
    read = torch.where(read.abs() > 50, torch.zeros_like(read), read)
    recovered = to_levels(generator(seen, styles(read, seen), found))

    save_pictures(anonymous, output, "anonymous")
    save_pictures(recovered, output, "recovered")
    tensors = {
        "image": faces, "z": z, "identity": embedding, "bits": bits, "dummy_identity": nobody,
        "extracted_logits": logits, "extracted_identity": read,
    }
    save_file({k: v.contiguous().clone() for k, v in tensors.items()}, output / "reference.safetensors")
    torch.save(
        {
            "anonymous_net": generator.state_dict(), "style_mlp": mapper.state_dict(),
            "map_2_id": dummy.state_dict(), "hiding_extractor": extractor.state_dict(),
            "discriminator": model.Discriminator(size=256).state_dict(),
        },
        output / "G2Face.pth",
    )
    torch.save(identity.state_dict(), output / "ms1mv3_arcface_r50.pth")
    torch.save(
        {"net_recon": geometry.state_dict()}, output / "epoch_20.pth",
        _use_new_zipfile_serialization=False,
    )


if __name__ == "__main__":
    main()
